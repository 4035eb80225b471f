package io.tempelhof.core.association;

import org.junit.jupiter.api.Test;

/// Two connections at once: crossed dials, stale ones, new incarnations.
class RivalConnectionsTest {
  @Test
  void aSecondConnectionWaitsUntilTheFirstHasComeToItsEnd() {
    Transcript.up()
        .play(
            """
            at 60s
            collect => tell 1 close_request
            say message 1 =>
            opened 2 =>
            told 2 hello 0s+1 61s =>
            heard 1 exit 1 =>
            told 1 close_ack 1 received 1 => tell 1 close_done, shut 1, gone 1,
                tell 2 hello 0s+1 60s, up 2, gate 2, write 2 message 1
            """);
  }

  @Test
  void aSecondConnectionOnWhichNothingIsSaidIsShut() {
    Transcript.up()
        .play(
            """
            opened 2 =>
            at 7s
            timer read 6s => shut 2, unused 2
            lost 2 =>
            """);
  }

  @Test
  void aThirdConnectionTakesThePlaceOfTheSecond() {
    Transcript.up()
        .play(
            """
            opened 2 =>
            opened 3 => shut 2
            told 2 hello 0s 9s =>
            lost 1 => gone 1 broken, tell 3 hello 0s 0s+1
            """);
  }

  @Test
  void ofCrossedChoicesThatOfTheGreaterNameCounts() {
    Transcript.withGreaterNode()
        .play(
            """
            opened 1 => tell 1 hello 0s 0s
            opened 2 =>
            told 2 hello 0s 1s => shut 1, tell 2 hello 0s 0s+1, up 2, gate 2
            """);
    Transcript.withSmallerNode()
        .play(
            """
            opened 1 => tell 1 hello 0s 0s
            opened 2 =>
            told 2 hello 0s 1s =>
            told 1 hello 0s 2s => shut 2, up 1, gate 1
            """);
  }

  @Test
  void ifTheGreaterNamesChoiceDiesTheOtherOneIsTaken() {
    Transcript.withSmallerNode()
        .play(
            """
            opened 1 => tell 1 hello 0s 0s
            opened 2 =>
            told 2 hello 0s 1s =>
            lost 1 => tell 2 hello 0s 0s+1, up 2, gate 2
            """);
  }

  @Test
  void aDialOfOursHasItsOutcomeAlsoIfItsConnectionEndsWhileItWaits() {
    Transcript.up()
        .play(
            """
            told 1 close_request 0 => tell 1 close_ack, gone 1
            opened 2 dialled =>
            lost 2 => unused 2
            told 1 close_done => shut 1
            """);
  }

  @Test
  void aLaterHelloElsewhereMeansThatTheOtherEndHasGivenTheConnectionUp() {
    Transcript.up()
        .play(
            """
            say monitor 1 => write 1 monitor 1
            opened 2 =>
            told 2 hello 0s 1s => shut 1, deliver down 1 noconnection, gone 1 broken,
                tell 2 hello 0s 0s+1, up 2, gate 2
            """);
  }

  @Test
  void anEarlierHelloThatArrivesLateIsTurnedAway() {
    Transcript.withGreaterNode()
        .play(
            """
            opened 1 => tell 1 hello 0s 0s
            told 1 hello 0s 5s => up 1, gate 1
            opened 2 =>
            told 2 hello 0s 4s => shut 2, unused 2
            say message 1 => write 1 message 1
            """);
  }

  @Test
  void anEarlierHelloIsTurnedAwayAlsoWhenTheLaterConnectionIsClosedAgain() {
    Transcript.withGreaterNode()
        .play(
            """
            opened 1 => tell 1 hello 0s 0s
            told 1 hello 0s 5s => up 1, gate 1
            collect => tell 1 close_request
            told 1 close_ack 0 => tell 1 close_done, shut 1, gone 1
            opened 2 => tell 2 hello 5s+1 0s+1
            say message 1 =>
            told 2 hello 0s 4s => shut 2, unused 2, connect
            """);
  }

  @Test
  void aHelloOfTheSameEpochConfirmsTheClose() {
    Transcript.up()
        .play(
            """
            told 1 close_request 0 => tell 1 close_ack, gone 1
            say message 1 =>
            opened 2 =>
            told 2 hello 0s+1 3s => shut 1, tell 2 hello 0s+1 0s+1, up 2, gate 2, write 2 message 1
            """);
  }

  @Test
  void aHelloOfAnotherEpochLeavesTheDecisionToTheOldConnection() {
    Transcript.up()
        .play(
            """
            told 1 close_request 0 => tell 1 close_ack, gone 1
            opened 2 =>
            told 2 hello 0s 3s =>
            told 1 close_done => shut 1, tell 2 hello 0s+1 0s+1, up 2, gate 2
            """);
    Transcript.up()
        .play(
            """
            told 1 close_request 0 => tell 1 close_ack, gone 1
            say message 1 =>
            opened 2 =>
            told 2 hello 0s 3s =>
            lost 1 => dropped 1, tell 2 hello 0s 0s+1, up 2, gate 2
            """);
  }

  @Test
  void aNewIncarnationIsTheEndOfTheOldOne() {
    Transcript.up()
        .play(
            """
            say link 1 => write 1 link 1
            heard 1 monitor 2 =>
            opened 2 restarted => shut 1, deliver exit 1 noconnection, deliver demonitor 2,
                gone 1 broken, tell 2 hello 0s 0s+1
            say message 1 =>
            told 2 hello 0s 0s => up 2, gate 2, write 2 message 1
            """);
  }

  @Test
  void theHellosOfANewIncarnationAreNotComparedWithThoseOfTheOldOne() {
    Transcript.withGreaterNode()
        .play(
            """
            opened 1 => tell 1 hello 0s 0s
            told 1 hello 0s 5s => up 1, gate 1
            lost 1 => gone 1 broken, forgotten
            opened 2 restarted => tell 2 hello 0s 0s+1
            told 2 hello 0s 1s => up 2, gate 2
            """);
  }

  @Test
  void aGenuineErlangNodeReplacesItsConnection() {
    Transcript.upWithErlang()
        .play(
            """
            say monitor 1 => write 1 monitor 1
            opened 2 erlang => shut 1, deliver down 1 noconnection, gone 1 broken, up 2, gate 2
            """);
  }
}
