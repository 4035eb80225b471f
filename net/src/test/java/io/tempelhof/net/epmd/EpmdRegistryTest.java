package io.tempelhof.net.epmd;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.net.epmd.EpmdReply.Registered;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EpmdRegistryTest {
  private final EpmdRegistry registry = new EpmdRegistry(new Random(1));

  @Test
  void refusesANameThatIsTakenUntilItIsFree() {
    EpmdEntry first = EpmdEntry.of("a", 1);
    assertThat(registry.register(first).accepted()).isTrue();
    assertThat(registry.register(EpmdEntry.of("a", 2)).accepted()).isFalse();
    assertThat(registry.find("a")).isEqualTo(first);
    registry.unregister(first);
    assertThat(registry.find("a")).isNull();
    assertThat(registry.register(EpmdEntry.of("a", 2)).accepted()).isTrue();
  }

  @Test
  void neverGivesANameTheSameCreationTwiceInARow() {
    EpmdEntry old = new EpmdEntry("old", 1, EpmdEntry.VISIBLE, 5, 5, "");
    int last = 0;
    for (int i = 0; i < 100; i++) {
      Registered registered = registry.register(old);
      assertThat(registered.creation()).isBetween(1, 3).isNotEqualTo(last);
      last = registered.creation();
      registry.unregister(old);
    }
  }

  @Test
  void neverGivesOutCreationZero() {
    EpmdRegistry zeros =
        new EpmdRegistry(
            new Random() {
              private int calls;

              @Override
              public int nextInt() {
                return calls++ % 3 == 2 ? 7 + calls : 0;
              }
            });
    assertThat(zeros.register(EpmdEntry.of("a", 1)).creation()).isNotZero();
  }

  @Test
  void isNotFilledBeyondItsLimit() {
    for (int i = 0; i < EpmdRegistry.ENTRIES_MAX; i++) {
      assertThat(registry.register(EpmdEntry.of("n" + i, 1)).accepted()).isTrue();
    }
    assertThat(registry.register(EpmdEntry.of("one-more", 1)).accepted()).isFalse();
    registry.unregister(EpmdEntry.of("n7", 1));
    assertThat(registry.register(EpmdEntry.of("one-more", 1)).accepted()).isTrue();
  }

  @Test
  void listsNodesInTheOrderOfTheirNames() {
    registry.register(EpmdEntry.of("b", 1));
    registry.register(EpmdEntry.of("c", 1));
    registry.register(EpmdEntry.of("a", 1));
    assertThat(registry.entries()).extracting(EpmdEntry::name).containsExactly("a", "b", "c");
  }
}
