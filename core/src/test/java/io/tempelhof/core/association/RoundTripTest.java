package io.tempelhof.core.association;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// How long an answer takes is measured when somebody looks, and looking keeps nothing open.
class RoundTripTest {
  private static void measured(Transcript transcript, double seconds) {
    assertThat(transcript.association().snapshot().roundTripNanos())
        .isEqualTo(Math.round(seconds * 1e9));
  }

  @Test
  void theTimeUntilTheAnswerIsTold() {
    Transcript transcript = Transcript.up();
    measured(transcript, 0);
    transcript.play(
        """
        at 1s
        probe => tell 1 ping
        at 1.5s
        told 1 pong =>
        """);
    measured(transcript, 0.5);
  }

  @Test
  void aSecondLookMeanwhileDoesNotShortenIt() {
    Transcript transcript = Transcript.up();
    transcript.play(
        """
        at 1s
        probe => tell 1 ping
        at 2s
        probe => tell 1 ping
        at 3s
        told 1 pong =>
        told 1 pong =>
        """);
    measured(transcript, 2);
  }

  @Test
  void lookingDoesNotKeepAConnectionOpen() {
    Transcript.up()
        .play(
            """
            at 59s
            probe => tell 1 ping
            told 1 pong =>
            at 60s
            timer read 59s => tell 1 close_request
            at 61s
            probe =>
            """);
  }

  @Test
  void withoutAConnectionOrWithAGenuineNodeNothingIsAsked() {
    Transcript.withGreaterNode().play("probe =>");
    Transcript.upWithErlang().play("probe =>");
  }
}
