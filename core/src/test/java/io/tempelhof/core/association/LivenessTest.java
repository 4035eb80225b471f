package io.tempelhof.core.association;

import org.junit.jupiter.api.Test;

class LivenessTest {
  @Test
  void ticksAPeerWhenNothingElseWasWrittenForFiveSeconds() {
    Transcript.up()
        .play(
            """
            peer =>
            at 5s
            timer read 4s => tick 1
            at 8s
            say message 1 => write 1 message 1
            at 10s
            timer read 9s =>
            due 13s
            at 13s
            timer read 12s written 11s =>
            at 16s
            timer read 14s written 11s => tick 1
            """);
  }

  @Test
  void pingsAPeerThatDoesNotTickAndBreaksAfterTwentySilentSeconds() {
    Transcript.up()
        .play(
            """
            peer =>
            at 5s
            timer read 0s => tick 1
            at 10s
            timer read 0s => tell 1 ping
            at 15s
            timer read 0s => quiet 1
            timer read 0s => tick 1
            at 20s
            timer read 0s => shut 1, gone 1 broken, forgotten
            """);
  }

  @Test
  void aPeerThatAnswersThePingStays() {
    Transcript.up()
        .play(
            """
            peer =>
            at 5s
            timer => tick 1
            at 10s
            timer => tell 1 ping
            told 1 pong =>
            at 15s
            timer read 11s => tick 1
            at 21s
            timer read 11s => tell 1 ping
            at 26s
            timer read 22s => tick 1
            """);
  }

  @Test
  void answersAPing() {
    Transcript.up().play("told 1 ping => tell 1 pong");
  }

  @Test
  void aPinOrAnAnswerAwaitedTicksLikeAPeer() {
    for (String need : new String[] {"pin =>", "heard 1 unlink 1 =>"}) {
      Transcript.up()
          .play(need)
          .play(
              """
              at 5s
              timer read 4s => tick 1
              """);
    }
  }

  @Test
  void anIdleDirectConnectionCarriesNoTicks() {
    Transcript.up()
        .play(
            """
            at 5s
            timer read 1s =>
            due 60s
            """);
  }

  @Test
  void whatIsWrittenToADirectConnectionAndNotAnsweredIsFollowedByAPing() {
    Transcript.up()
        .play(
            """
            at 5s
            timer read 1s =>
            at 30s
            say message 1 => write 1 message 1
            at 34s
            timer read 1s written 30s =>
            at 35s
            timer read 1s written 30s => tell 1 ping
            at 49s
            timer read 1s written 35s =>
            at 50s
            timer read 1s written 35s => shut 1, gone 1 broken, forgotten
            """);
  }

  @Test
  void anythingHeardIsAnAnswer() {
    Transcript.up()
        .play(
            """
            at 5s
            timer read 1s =>
            at 30s
            say message 1 => write 1 message 1
            at 35s
            timer read 31s written 30s =>
            due 90s
            """);
  }

  @Test
  void onlyWhatWasWrittenSinceItWasHeardAwaitsAnAnswer() {
    Transcript.up()
        .play(
            """
            at 30s
            say message 1 => write 1 message 1
            at 34s
            say message 2 => write 1 message 2
            at 35s
            timer read 31s written 34s =>
            due 39s
            """);
  }

  @Test
  void aLongSilenceBeforeAConnectionIsTickedDoesNotCount() {
    Transcript.up()
        .play(
            """
            at 5s
            timer read 1s =>
            at 50s
            peer =>
            timer read 1s => tick 1
            at 55s
            timer read 1s written 50s => tell 1 ping
            at 60s
            timer read 1s written 55s => quiet 1
            timer read 1s written 55s => tick 1
            at 64s
            timer read 1s written 60s =>
            at 65s
            timer read 1s written 60s => shut 1, gone 1 broken, forgotten
            """);
  }

  @Test
  void aStallOfOurOwnDoesNotCountAsTheirSilence() {
    Transcript.up()
        .play(
            """
            peer =>
            at 5s
            timer => tick 1
            at 30s
            timer => tell 1 ping
            at 34s
            timer =>
            at 35s
            timer => shut 1, gone 1 broken, forgotten
            """);
  }

  @Test
  void ticksEverySecondWhereOneEndWatchesAndTellsOfASilenceOfFour() {
    Transcript.up()
        .play(
            """
            watch =>
            at 1s
            timer read 0.5s => tick 1
            at 2s
            timer read 0.5s written 1s => tick 1
            at 2.5s
            timer read 0.5s written 2s => tell 1 ping
            at 4s
            timer read 0.5s written 3s => tick 1
            at 4.5s
            timer read 0.5s written 4s => quiet 1
            at 5s
            timer read 4.9s written 4.5s => heard again 1
            """);
  }

  @Test
  void aWatchedNodeThatStaysSilentIsToldOnce() {
    Transcript.up()
        .play(
            """
            watch =>
            at 1s
            timer read 0s => tick 1
            at 2s
            timer read 0s written 1s => tell 1 ping
            at 3s
            timer read 0s written 2s => tick 1
            at 4s
            timer read 0s written 3s => quiet 1
            timer read 0s written 3s => tick 1
            due 5s
            """);
  }

  @Test
  void aPeerThatIsWatchedFromNowOnWasNotSilentBefore() {
    Transcript.up()
        .play(
            """
            peer =>
            at 4.5s
            timer read 0s =>
            watch =>
            timer read 0s => tick 1
            due 5s
            """);
  }

  @Test
  void whatIsSharedWithADeadNodeIsOverAtOnce() {
    Transcript.up()
        .play(
            """
            heard 1 monitor 1 =>
            severed restarted =>
            severed => shut 1, deliver demonitor 1, gone 1 broken, forgotten
            """);
  }

  @Test
  void ticksAGenuineErlangNodeEveryFifteenSecondsOfSilenceInEitherDirection() {
    Transcript.upWithErlang()
        .play(
            """
            at 14s
            timer read 13s written 0s =>
            at 15s
            timer read 13s written 0s => tick 1
            at 29s
            say message 1 => write 1 message 1
            at 30s
            timer read 29s written 29s =>
            at 43s
            say message 2 => write 1 message 2
            at 44s
            timer read 29s written 43s => tick 1
            at 58s
            say message 3 => write 1 message 3
            at 59s
            timer read 29s written 58s => tick 1
            """);
  }

  @Test
  void breaksWithAGenuineErlangNodeAfterAMinuteOfSilence() {
    Transcript.upWithErlang()
        .play(
            """
            at 15s
            timer => tick 1
            at 30s
            timer => tick 1
            at 45s
            timer => tick 1
            at 59s
            timer =>
            at 60s
            timer => shut 1, gone 1 broken, forgotten
            """);
  }

  @Test
  void answersTheTicksOfAGenuineErlangNodeButNotTwiceASecond() {
    Transcript.upWithErlang()
        .play(
            """
            ticked 1 =>
            at 1s
            ticked 1 => tick 1
            at 1.5s
            ticked 1 =>
            at 2s
            ticked 1 => tick 1
            """);
  }
}
