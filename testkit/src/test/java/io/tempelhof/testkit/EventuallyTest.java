package io.tempelhof.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventuallyTest {
  private static final Duration SHORT = Duration.ofMillis(30);

  private final AtomicInteger looks = new AtomicInteger();

  @AfterEach
  void impatient() {
    System.clearProperty(Patience.PROPERTY);
    var _ = Thread.interrupted();
  }

  @Test
  void looksUntilItIsSo() {
    Eventually.holds("the third look", () -> looks.incrementAndGet() == 3);
    assertThat(looks).hasValue(3);
    Eventually.equal("looks", 7, looks::incrementAndGet);
    assertThat(
            Eventually.present(
                "a round number",
                () -> Optional.of(looks.incrementAndGet()).filter(n -> n % 10 == 0)))
        .isEqualTo(10);
  }

  @Test
  void saysWhatWasSeenInstead() {
    assertThatThrownBy(() -> Eventually.equal("looks", SHORT, -1, () -> 4))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "not within 30 ms: looks: expected -1, but seen last was 4 (looked ");
    assertThatThrownBy(() -> Eventually.holds("the door is open", SHORT, () -> false))
        .hasMessageStartingWith("not within 30 ms: the door is open (looked ");
  }

  @Test
  void aLookThatFailsFailsAtOnce() {
    assertThatThrownBy(() ->
            Eventually.holds(
                "nothing",
                () -> {
                  throw new IllegalStateException("broken");
                }))
        .hasMessage("broken");
  }

  @Test
  void anInterruptEndsTheWaitAndStays() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Eventually.holds("the door is open", () -> false))
        .hasMessage("interrupted while waiting for: the door is open");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aSlowMachineIsGivenMoreTime() {
    System.setProperty(Patience.PROPERTY, "2.5");
    assertThat(Patience.scaled(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(5));
    System.setProperty(Patience.PROPERTY, "soon");
    assertThatThrownBy(() -> Patience.scaled(SHORT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tempelhof.testkit.patience")
        .hasMessageContaining("soon");
  }
}
