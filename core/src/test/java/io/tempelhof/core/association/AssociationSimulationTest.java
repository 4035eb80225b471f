package io.tempelhof.core.association;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Associations over a network that goes wrong at random: what is promised of order, loss and
/// broken relations is checked at every signal that arrives, and that nothing hangs at the end.
///
/// {@code -Dtempelhof.closes=10000000} makes it go on until so many connections have been closed by
/// agreement; {@code -Dtempelhof.courses=1 -Dtempelhof.seed=N} repeats the course of events of one
/// seed.
class AssociationSimulationTest {
  private static final long CLOSES = Long.getLong("tempelhof.closes", 100_000);
  private static final long COURSES = Long.getLong("tempelhof.courses", 15);
  private static final long FIRST_SEED = Long.getLong("tempelhof.seed", 1);
  private static final long SECOND = 1_000_000_000L;
  private static final long COURSE = 600 * SECOND;

  @Test
  void agreedClosesLoseNothingAndFireNothing() {
    long closes = 0;
    long asleep = 0;
    for (long seed = FIRST_SEED; closes < CLOSES; seed++) {
      FaultyNetwork network = course(Faults.NONE, 2 + (int) (seed % 3), seed);
      assertThat(network.broken()).as("connections broken with seed %d", seed).isZero();
      closes += network.gracefulCloses();
      asleep += network.asleep();
    }
    assertThat(asleep).as("associations that slept at the end").isPositive();
  }

  @ParameterizedTest
  @CsvSource({"RESETS, 2", "RESETS, 4", "EVERYTHING, 2", "EVERYTHING, 4", "ERLANG, 3"})
  void whatIsLostIsTheEndOfWhatWasSaidBeforeABreakThatBothEndsLearn(String kind, int nodes) {
    Faults faults =
        switch (kind) {
          case "RESETS" -> Faults.RESETS;
          case "EVERYTHING" -> Faults.EVERYTHING;
          default -> Faults.ERLANG;
        };
    long broken = 0;
    long byways = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + COURSES; seed++) {
      FaultyNetwork network = course(faults, nodes, seed);
      broken += network.broken();
      byways += network.byways();
    }
    assertThat(broken).isGreaterThan(COURSES);
    assertThat(byways).as("ways by others after a dial that failed").isPositive();
  }

  private static FaultyNetwork course(Faults faults, int nodes, long seed) {
    FaultyNetwork network = new FaultyNetwork(seed, nodes, faults);
    try {
      network.run(COURSE);
      network.settle();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          faults
              + " among "
              + nodes
              + " nodes, seed "
              + seed
              + ": "
              + e.getMessage()
              + "\n"
              + network.log(),
          e);
    }
    return network;
  }
}
