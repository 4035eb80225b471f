package io.tempelhof.core.association;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Links and monitors without a connection.
class SleepTest {
  /// Process 1 of ours monitors one of theirs, process 2 of theirs one of ours; asleep since 10 s,
  /// in the history 0s+1.
  private static Transcript asleep() {
    return Transcript.up()
        .play(
            """
            say monitor 1 => write 1 monitor 1
            heard 1 monitor 2 =>
            at 10s
            collect => tell 1 close_request
            told 1 close_ack 1 related received 1 => tell 1 close_done related, shut 1, gone 1
            """);
  }

  @Test
  void aCloseFiresNothingAndNothingIsForgotten() {
    Transcript t =
        asleep()
            .play(
                """
                at 200s
                timer => relay check 0s+1
                relayed checked 0s+1 0s+1 =>
                """);
    assertThat(t.association().isForgotten()).isFalse();
    assertThat(t.association().snapshot().isAsleep()).isTrue();
    assertThat(t.association().snapshot().relations()).isEqualTo(2);
  }

  @Test
  void theEndOfAProcessWakesIt() {
    asleep()
        .play(
            """
            say down 2 => connect
            opened 2 => tell 2 hello 0s+1 10s
            told 2 hello 0s+1 11s => up 2, gate 2, write 2 down 2
            heard 2 down 1 =>
            collect => tell 2 close_request
            told 2 close_ack 1 received 1 => tell 2 close_done, shut 2, gone 2
            at 130s
            timer => forgotten
            """);
  }

  @Test
  void theOtherEndMayWakeItAsWell() {
    asleep()
        .play(
            """
            opened 2 => tell 2 hello 0s+1 10s
            told 2 hello 0s+1 11s => up 2, gate 2
            heard 2 down 1 =>
            """);
  }

  @Test
  void asksEveryMinuteWhetherTheOtherEndRemembers() {
    asleep()
        .play(
            """
            due 70s
            at 70s
            timer => relay check 0s+1
            relayed checked 0s+1 0s+1 =>
            due 130s
            """);
  }

  @Test
  void whoIsAskedNeedNotAsk() {
    asleep()
        .play(
            """
            at 60s
            relayed check 0s+1 => relay checked 0s+1 0s+1
            due 120s
            """);
  }

  @Test
  void twoQuestionsWithoutAnswerLeadToADial() {
    asleep()
        .play(
            """
            at 70s
            timer => relay check 0s+1
            due 85s
            at 85s
            timer => relay check 0s+1
            due 100s
            at 100s
            timer => connect
            opened 2 dialled => tell 2 hello 0s+1 100s
            told 2 hello 0s+1 99s => up 2, gate 2
            """);
  }

  @Test
  void whoCannotBeReachedIsGone() {
    asleep()
        .play(
            """
            at 70s
            timer => relay check 0s+1
            at 85s
            timer => relay check 0s+1
            at 100s
            timer => connect
            unreachable => deliver down 1 noconnection, deliver demonitor 2
            """);
  }

  @Test
  void anAnswerThatNothingIsRememberedFiresEverything() {
    asleep()
        .play(
            """
            at 70s
            timer => relay check 0s+1
            relayed checked 0s+1 0s => deliver down 1 noconnection, deliver demonitor 2
            relayed checked 0s+1 0s =>
            """);
  }

  @Test
  void anAnswerToAQuestionOfAnEarlierHistoryMeansNothing() {
    asleep().play("relayed checked 0s+7 0s =>");
  }

  @Test
  void anAnswerMeansNothingWhileThereIsAConnection() {
    Transcript.up()
        .play(
            """
            say monitor 1 => write 1 monitor 1
            relayed checked 0s+1 0s =>
            """);
  }

  @Test
  void whoRemembersNothingSaysSoAndIsForgottenAtOnce() {
    Transcript t =
        Transcript.withGreaterNode().play("relayed check 0s+1 => relay checked 0s+1 0s, forgotten");
    assertThat(t.association().isForgotten()).isTrue();
  }

  @Test
  void aHelloThatRemembersNothingFiresBeforeAnythingIsDelivered() {
    asleep()
        .play(
            """
            say message 3 => connect
            opened 2 => tell 2 hello 0s+1 10s
            told 2 hello 0s 11s => deliver down 1 noconnection, deliver demonitor 2, dropped 1,
                up 2, gate 2
            say message 4 => write 2 message 4
            """);
  }

  @Test
  void aHelloThatRemembersNothingIsNothingToOneThatHoldsNothing() {
    Transcript.up()
        .play(
            """
            collect => tell 1 close_request
            told 1 close_ack 0 => tell 1 close_done, shut 1, gone 1
            say message 1 => connect
            opened 2 => tell 2 hello 0s+1 0s+1
            told 2 hello 0s 1s => up 2, gate 2, write 2 message 1
            """);
  }

  @Test
  void aDeathNoticeFiresOnceWhatSleeps() {
    asleep()
        .play(
            """
            severed restarted =>
            severed => deliver down 1 noconnection, deliver demonitor 2
            severed =>
            """);
  }

  @Test
  void aLaterIncarnationIsTheEndOfWhatSleeps() {
    asleep()
        .play(
            """
            restarted => deliver down 1 noconnection, deliver demonitor 2
            restarted =>
            """);
    asleep()
        .play(
            """
            opened 2 restarted => deliver down 1 noconnection, deliver demonitor 2,
                tell 2 hello 0s 10s
            told 2 hello 0s 11s => up 2, gate 2
            """);
  }

  @Test
  void aDeathNoticeOvertakesAConnectionUnderWay() {
    asleep()
        .play(
            """
            say down 2 => connect
            severed => deliver down 1 noconnection, dropped 1
            """);
    asleep()
        .play(
            """
            opened 2 => tell 2 hello 0s+1 10s
            severed => shut 2, unused 2, deliver down 1 noconnection, deliver demonitor 2
            """);
  }

  @Test
  void aDeathNoticeInTheMiddleOfACloseFiresOnce() {
    Transcript.up()
        .play(
            """
            say monitor 1 => write 1 monitor 1
            collect => tell 1 close_request
            severed => shut 1, deliver down 1 noconnection, gone 1 broken, forgotten
            """);
    Transcript.up()
        .play(
            """
            heard 1 monitor 1 =>
            at 5s
            told 1 close_request 1 received 1 => tell 1 close_ack related, gone 1
            severed => shut 1, deliver demonitor 1, forgotten
            told 1 close_done related =>
            """);
  }

  @Test
  void theEndOfAProcessInTheMiddleOfACloseReopens() {
    Transcript.up()
        .play(
            """
            heard 1 monitor 1 =>
            collect => tell 1 close_request
            say down 1 =>
            told 1 close_ack 1 related received 1 => tell 1 close_done related, shut 1, gone 1,
                connect
            opened 2 => tell 2 hello 0s+1 0s+1
            told 2 hello 0s+1 1s => up 2, gate 2, write 2 down 1
            """);
  }

  @Test
  void relationsOfOneEndOnlyAreABreak() {
    Transcript.up()
        .play(
            """
            say monitor 1 => write 1 monitor 1
            collect => tell 1 close_request
            told 1 close_ack 0 => tell 1 close_done related, shut 1,
                deliver down 1 noconnection, gone 1 broken, forgotten
            """);
    Transcript.up()
        .play(
            """
            at 5s
            told 1 close_request 0 => tell 1 close_ack, gone 1
            told 1 close_done related => shut 1, forgotten
            """);
  }

  @Test
  void anEarlyVersionDoesNotSayWhatItKeeps() {
    Transcript.up()
        .play(
            """
            heard 1 monitor 1 =>
            collect => tell 1 close_request
            told 1 close_ack 1 untold received 1 => tell 1 close_done related, shut 1, gone 1
            """);
  }

  @Test
  void crossedRequestsPutBothEndsToSleep() {
    Transcript.up()
        .play(
            """
            heard 1 link 1 =>
            collect => tell 1 close_request
            told 1 close_request 1 received 1 => tell 1 close_done related, gone 1
            told 1 close_done related received 1 => shut 1
            due 60s
            """);
  }

  @Test
  void aPinWakesItAndNoPinLetsItSleepAgain() {
    asleep()
        .play(
            """
            pin => connect
            opened 2 => tell 2 hello 0s+1 10s
            told 2 hello 0s+1 11s => up 2, gate 2
            unpin =>
            collect => tell 2 close_request
            told 2 close_ack 0 related => tell 2 close_done related, shut 2, gone 2
            due 70s
            """);
  }

  @Test
  void aGenuineErlangNodeRemembersNothing() {
    asleep()
        .play(
            """
            opened 2 erlang => deliver down 1 noconnection, deliver demonitor 2, up 2, gate 2
            """);
  }
}
