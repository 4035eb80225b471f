package io.tempelhof.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordTest {
  private static final long THEN = 1_764_000_000_000_000L;

  private final Deaths deaths = new Deaths();

  private void told(int by, int of, boolean up, long millis) {
    deaths.told(List.of(new Told(by, of, up, THEN + 1_000 * millis)));
  }

  @Test
  void everyoneWhoLivesIsToBeToldOfEveryoneWhoDied() {
    Word word = deaths.died(List.of(1, 2), List.of(3, 4), THEN);
    assertThat(word.missing()).isEqualTo(4);
    told(3, 1, false, 100);
    told(3, 2, false, 200);
    told(4, 1, false, 300);
    assertThat(word.complete()).isFalse();
    assertThat(word.millis(0.5)).isEqualTo(200.0);
    told(4, 2, false, 400);
    assertThat(word.complete()).isTrue();
    assertThat(word.millis(0.5)).isEqualTo(200.0);
    assertThat(word.millis(0.99)).isEqualTo(400.0);
    assertThat(deaths.falseDeaths()).isZero();
  }

  @Test
  void whatAShareWasNeverToldHasNoTime() {
    Word word = deaths.died(List.of(1), List.of(2, 3), THEN);
    told(2, 1, false, 100);
    assertThat(word.millis(0.5)).isEqualTo(100.0);
    assertThat(word.millis(0.99)).isNull();
    assertThat(deaths.died(List.of(), List.of(2, 3), THEN).millis(0.5)).isNull();
  }

  @Test
  void onlyTheFirstWordAfterItHappenedCounts() {
    Word word = deaths.died(List.of(1), List.of(2), THEN);
    told(2, 1, false, -1);
    told(2, 1, true, 50);
    told(2, 1, false, 100);
    told(2, 1, false, 900);
    assertThat(word.millis(1)).isEqualTo(100.0);
  }

  @Test
  void onlyThoseToldOfADeathAreToBeToldOfTheReturn() {
    Word death = deaths.died(List.of(1), List.of(2, 3), THEN);
    told(2, 1, false, 100);
    Word back = deaths.returned(death, THEN + 1_000_000);
    assertThat(back.missing()).isEqualTo(1);
    told(3, 1, true, 1_200);
    told(2, 1, true, 1_250);
    assertThat(back.complete()).isTrue();
    assertThat(back.millis(0.99)).isEqualTo(250.0);
  }

  @Test
  void aDeathThatIsNoneIsCounted() {
    told(2, 1, false, 0);
    deaths.died(List.of(1), List.of(2), THEN);
    told(2, 1, false, 10);
    told(2, 3, false, 20);
    told(2, 3, true, 30);
    assertThat(deaths.falseDeaths()).isEqualTo(2);
    assertThat(deaths.falseOnes()).extracting(Told::of).containsExactly(1, 3);
  }
}
