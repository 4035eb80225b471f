package io.tempelhof.core.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final NodeName SMALL = NodeName.of("a@host");
  private static final NodeName GREAT = NodeName.of("b@host");

  @Test
  void letsTheAttemptOfTheGreaterNameGoOnWhenTwoCross() {
    assertThat(Verdict.on(SMALL, GREAT, Standing.DIALLING)).isEqualTo(Verdict.OK_SIMULTANEOUS);
    assertThat(Verdict.on(GREAT, SMALL, Standing.DIALLING)).isEqualTo(Verdict.NOK);
  }

  @Test
  void comparesWholeNamesByteByByteLikeOtp() {
    NodeName shortName = NodeName.of("a@z");
    NodeName longName = NodeName.of("a1@b");
    assertThat("a@z").isGreaterThan("a1@b");
    assertThat(Verdict.on(shortName, longName, Standing.DIALLING)).isEqualTo(Verdict.NOK);
  }

  @Test
  void asksWhetherAConnectionThatWeStillHoldIsOver() {
    assertThat(Verdict.on(SMALL, GREAT, Standing.UP)).isEqualTo(Verdict.ALIVE);
    assertThat(Verdict.on(GREAT, SMALL, Standing.UP)).isEqualTo(Verdict.ALIVE);
    assertThat(Verdict.on(SMALL, GREAT, Standing.CLOSING)).isEqualTo(Verdict.ALIVE);
    assertThat(Verdict.on(GREAT, SMALL, Standing.CLOSING)).isEqualTo(Verdict.ALIVE);
  }

  @Test
  void prefersALaterAttemptOfTheSameNode() {
    assertThat(Verdict.on(SMALL, GREAT, Standing.ACCEPTING)).isEqualTo(Verdict.OK_SIMULTANEOUS);
    assertThat(Verdict.on(GREAT, SMALL, Standing.ACCEPTING)).isEqualTo(Verdict.OK_SIMULTANEOUS);
  }

  @Test
  void refusesANodeOfOurOwnName() {
    for (Standing standing : Standing.values()) {
      assertThat(Verdict.on(SMALL, SMALL, standing)).isEqualTo(Verdict.NOT_ALLOWED);
    }
  }

  @Test
  void acceptsANewcomer() {
    assertThat(Verdict.on(SMALL, GREAT, Standing.NONE)).isEqualTo(Verdict.OK);
  }
}
