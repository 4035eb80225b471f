package io.tempelhof.core.association;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosingTest {
  @Test
  void closesAfterAMinuteWithoutSignals() {
    Transcript.up()
        .play(
            """
            say message 1 => write 1 message 1
            at 5s
            timer read 1s =>
            at 30s
            timer read 29s written 29s =>
            due 60s
            at 60s
            timer read 59s written 59s => tell 1 close_request
            told 1 close_ack 3 received 3 => tell 1 close_done, shut 1, gone 1
            lost 1 =>
            """);
  }

  @Test
  void signalsReadCountAsWellAsThoseSaid() {
    Transcript.up()
        .play(
            """
            at 60s
            timer signal 40s read 40s =>
            at 99s
            timer signal 40s read 40s =>
            at 100s
            timer signal 40s read 40s => tell 1 close_request
            """);
  }

  @Test
  void agreesToCloseWhenAllHasArrived() {
    Transcript.up()
        .play(
            """
            say message 1 => write 1 message 1
            at 60s
            told 1 close_request 2 received 2 => tell 1 close_ack, gone 1
            say message 2 =>
            told 1 close_done received 2 => shut 1, connect
            opened 2 => tell 2 hello 0s+1 60s
            told 2 hello 0s+1 61s => up 2, gate 2, write 2 message 2
            """);
  }

  @Test
  void whatIsSaidWhileClosingReopensTheConnection() {
    Transcript.up()
        .play(
            """
            collect => tell 1 close_request
            say monitor 1 =>
            told 1 close_ack 0 => tell 1 close_done, shut 1, gone 1, connect
            opened 2 => tell 2 hello 0s+1 0s+1
            told 2 hello 0s 5s => up 2, gate 2, write 2 monitor 1
            """);
  }

  @Test
  void aPinSetWhileClosingReopensTheConnection() {
    Transcript.up()
        .play(
            """
            collect => tell 1 close_request
            pin =>
            told 1 close_ack 0 => tell 1 close_done, shut 1, gone 1, connect
            """);
    Transcript.up()
        .play(
            """
            at 10s
            told 1 close_request 0 => tell 1 close_ack, gone 1
            pin =>
            told 1 close_done => shut 1, connect
            """);
  }

  @Test
  void aPinSetWhileClosingIsNoReasonToReopenWhatBreaks() {
    Transcript.up()
        .play(
            """
            collect => tell 1 close_request
            pin =>
            lost 1 => gone 1 broken
            say message 1 => connect
            """);
  }

  @Test
  void refusalFlushesWhatHasWaited() {
    Transcript.up()
        .play(
            """
            collect => tell 1 close_request
            say message 1 =>
            told 1 close_refused => write 1 message 1
            say message 2 => write 1 message 2
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"peer =>", "pin =>", "say unlink 1 => write 1 unlink 1", "heard 1 unlink 1 =>"})
  void refusesToCloseWhatIsNeeded(String need) {
    Transcript.up()
        .play(need)
        .play("at 59s")
        .play("told 1 close_request 0 => tell 1 close_refused")
        .play("collect =>");
  }

  @Test
  void refusesToCloseJustAfterItHasSpoken() {
    Transcript.up()
        .play(
            """
            say message 1 => write 1 message 1
            at 0.9s
            told 1 close_request 0 => tell 1 close_refused
            at 1s
            told 1 close_request 0 => tell 1 close_ack, gone 1
            """);
  }

  @Test
  void agreesOnceNoAnswerIsAwaitedAnyMore() {
    Transcript.up()
        .play(
            """
            heard 1 unlink 1 =>
            told 1 close_request 1 received 1 => tell 1 close_refused
            say unlink_ack 1 => write 1 unlink_ack 1
            at 2s
            told 1 close_request 1 received 1 => tell 1 close_ack, gone 1
            """);
  }

  @Test
  void crossedRequestsAreConfirmedBothWays() {
    Transcript.up()
        .play(
            """
            say message 1 => write 1 message 1
            at 60s
            collect => tell 1 close_request
            told 1 close_request 4 received 4 => tell 1 close_done, gone 1
            told 1 close_done received 4 => shut 1
            """);
  }

  @Test
  void crossedRequestsWithoutConfirmationAreABreak() {
    Transcript.up()
        .play(
            """
            collect => tell 1 close_request
            told 1 close_request 0 => tell 1 close_done, gone 1
            say monitor 1 =>
            lost 1 => deliver down 1 noconnection, dropped 1, forgotten
            """);
  }

  @Test
  void aCountThatDiffersIsABreak() {
    Transcript.up().play("told 1 close_request 2 received 1 => shut 1, gone 1 broken, forgotten");
    Transcript.up()
        .play(
            """
            collect => tell 1 close_request
            told 1 close_ack 1 received 2 => shut 1, gone 1 broken, forgotten
            """);
    Transcript.up()
        .play(
            """
            collect => tell 1 close_request
            told 1 close_request 1 received 2 => shut 1, gone 1 broken, forgotten
            """);
  }

  @Test
  void twentySecondsWithoutAnswerAreABreak() {
    Transcript.up()
        .play(
            """
            collect => tell 1 close_request
            say link 1 =>
            at 19s
            timer =>
            at 20s
            timer => shut 1, deliver exit 1 noconnection, dropped 1, gone 1 broken, forgotten
            """);
  }

  @Test
  void anAgreedCloseThatIsNotConfirmedIsABreakToo() {
    Transcript.up()
        .play(
            """
            at 10s
            told 1 close_request 0 => tell 1 close_ack, gone 1
            say message 1 =>
            at 30s
            timer => shut 1, dropped 1, forgotten
            """);
    Transcript.up()
        .play(
            """
            told 1 close_request 0 => tell 1 close_ack, gone 1
            lost 1 => forgotten
            """);
  }

  @Test
  void aStallOfOurOwnDoesNotCountAsTheirSilence() {
    Transcript.up()
        .play(
            """
            collect => tell 1 close_request
            at 40s
            timer =>
            at 44s
            timer =>
            at 45s
            timer => shut 1, gone 1 broken, forgotten
            """);
  }

  @Test
  void aCloseThatSkipsAnAnswerIsABreak() {
    Transcript.up()
        .play(
            """
            heard 1 link 1 =>
            collect => tell 1 close_request
            heard 1 unlink 1 =>
            told 1 close_ack 2 related received 2 => tell 1 close_done related, shut 1,
                gone 1 broken, forgotten
            """);
  }

  @Test
  void answersOutOfTurnBreakTheConnection() {
    for (String message : new String[] {"close_ack 0", "close_refused", "close_done"}) {
      Transcript.up().play("told 1 " + message + " => shut 1, gone 1 broken, forgotten");
    }
  }

  @Test
  void collectsAtOnceWhatNothingPins() {
    Transcript.up()
        .play(
            """
            say message 1 => write 1 message 1
            collect => tell 1 close_request
            collect =>
            """);
  }

  @Test
  void neverClosesAConnectionToAGenuineErlangNode() {
    Transcript.upWithErlang()
        .play(
            """
            collect =>
            at 900s
            timer read 899s written 899s =>
            """);
  }

  @Test
  void aDemotedPeerIdlesFromThenOn() {
    Transcript.up()
        .play(
            """
            peer =>
            at 100s
            direct =>
            timer read 100s written 100s =>
            due 160s
            """);
  }

  @Test
  void anAssignmentForAConnectionThatIsGoneIsIgnored() {
    Transcript.up()
        .play(
            """
            collect => tell 1 close_request
            told 1 close_ack 0 => tell 1 close_done, shut 1, gone 1
            peer =>
            opened 2 => tell 2 hello 0s+1 0s+1
            told 2 hello 0s+1 0s+1 => up 2, gate 2
            collect => tell 2 close_request
            """);
  }

  @Test
  void oneThatNoUserNeededIsForgottenWhenNoEarlierHelloCanStillCome() {
    Transcript.up()
        .play(
            """
            at 60s
            collect => tell 1 close_request
            told 1 close_ack 0 => tell 1 close_done, shut 1, gone 1
            due 67s
            at 67s
            timer => forgotten
            """);
  }

  @Test
  void isForgottenTwoIdlePeriodsAfterItsLastConnection() {
    Transcript t =
        Transcript.up()
            .play(
                """
                say message 1 => write 1 message 1
                at 60s
                collect => tell 1 close_request
                told 1 close_ack 0 => tell 1 close_done, shut 1, gone 1
                due 180s
                """);
    assertThat(t.association().isForgotten()).isFalse();
    t.play(
        """
        at 180s
        timer => forgotten
        """);
    assertThat(t.association().isForgotten()).isTrue();
  }
}
