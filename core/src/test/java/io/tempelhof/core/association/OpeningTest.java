package io.tempelhof.core.association;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpeningTest {
  @Test
  void asksOnceForAConnectionAndSaysInOrderWhatHasWaited() {
    Transcript.withGreaterNode()
        .play(
            """
            say message 1 => connect
            say message 2 =>
            at 1s
            opened 1 => tell 1 hello 0s 1s
            say message 3 =>
            told 1 hello 0s 7s => up 1, gate 1, write 1 message 1, write 1 message 2,
                write 1 message 3
            say message 4 => write 1 message 4
            """);
  }

  @Test
  void bothEndsAgreeOnTheEpochAfterTheLaterHello() {
    Transcript t =
        Transcript.withGreaterNode()
            .play(
                """
                at 1s
                opened 1 => tell 1 hello 0s 1s
                told 1 hello 0s 7s => up 1, gate 1
                """);
    assertThat(t.association().snapshot().epoch()).isEqualTo(7_000_000_001L);
  }

  @Test
  void talksToAGenuineErlangNodeWithoutHello() {
    Transcript.withGreaterNode()
        .play(
            """
            say message 1 => connect
            opened 1 erlang => up 1, gate 1, write 1 message 1
            """);
  }

  @Test
  void aNodeThatCannotBeReachedFiresWhatWasAskedForAndEmptiesTheOutbox() {
    Transcript.withGreaterNode()
        .play(
            """
            say monitor 1 => connect
            say message 1 =>
            say link 2 =>
            unreachable => deliver exit 2 noconnection, deliver down 1 noconnection, dropped 3,
                forgotten
            unreachable =>
            say message 2 => connect
            """);
  }

  @Test
  void aLateAnswerToAnEarlierRequestLeavesTheOutboxOfALaterOneAlone() {
    Transcript.withGreaterNode()
        .play(
            """
            say message 1 => connect
            opened 1 => tell 1 hello 0s 0s
            at 1s
            lost 1 => unused 1, connect
            unreachable earlier =>
            unreachable => dropped 1, forgotten
            """);
  }

  @Test
  void requestsAreToldApartAlsoAcrossAForgottenAssociation() {
    Transcript.withGreaterNode()
        .play(
            """
            pin => connect
            opened 1 => tell 1 hello 0s 0s
            told 1 hello 0s 0s => up 1, gate 1
            unpin =>
            at 1s
            lost 1 => gone 1 broken, forgotten
            say message 1 => connect
            unreachable earlier =>
            """);
  }

  @Test
  void aMonitorGivenUpBeforeItWasWrittenDoesNotFire() {
    Transcript.withGreaterNode()
        .play(
            """
            say monitor 1 => connect
            say demonitor 1 =>
            unreachable => dropped 2, forgotten
            """);
  }

  @Test
  void aConnectionLostBeforeItsHelloLosesNothing() {
    Transcript.withGreaterNode()
        .play(
            """
            say message 1 => connect
            opened 1 => tell 1 hello 0s 0s
            lost 1 => unused 1, connect
            opened 2 => tell 2 hello 0s 0s+1
            told 2 hello 0s 0s => up 2, gate 2, write 2 message 1
            """);
  }

  @Test
  void aPinIsKeptThoughAConnectionIsLostBeforeItsHello() {
    Transcript.withGreaterNode()
        .play(
            """
            pin => connect
            opened 1 => tell 1 hello 0s 0s
            lost 1 => unused 1, connect
            opened 2 => tell 2 hello 0s 0s+1
            lost 2 => unused 2, connect
            opened 3 => tell 3 hello 0s 0s+2
            lost 3 => unused 3
            say message 1 => connect
            """);
  }

  @Test
  void threeConnectionsLostBeforeTheirHelloAreAsGoodAsNone() {
    Transcript.withGreaterNode()
        .play(
            """
            say monitor 1 => connect
            opened 1 => tell 1 hello 0s 0s
            lost 1 => unused 1, connect
            opened 2 => tell 2 hello 0s 0s+1
            lost 2 => unused 2, connect
            opened 3 => tell 3 hello 0s 0s+2
            lost 3 => unused 3, deliver down 1 noconnection, dropped 1, forgotten
            say message 1 => connect
            """);
  }

  @Test
  void aConnectionWithoutHelloForSevenSecondsIsShut() {
    Transcript.withGreaterNode()
        .play(
            """
            say message 1 => connect
            opened 1 => tell 1 hello 0s 0s
            due 7s
            at 6s
            timer =>
            at 7s
            timer => shut 1, unused 1, connect
            lost 1 =>
            """);
  }

  @Test
  void anIncomingConnectionThatDiesBeforeItsHelloLeavesNothing() {
    Transcript.withGreaterNode()
        .play(
            """
            opened 1 => tell 1 hello 0s 0s
            lost 1 => unused 1, forgotten
            """);
  }

  @Test
  void whatOnlyEndsARelationThatIsBrokenOpensNoConnection() {
    Transcript.withGreaterNode()
        .play(
            """
            say exit 1 => dropped 1
            say demonitor 2 => dropped 1
            say down 3 => dropped 1
            """);
  }

  @Test
  void aPinOpensAConnectionAndKeepsTheAssociation() {
    Transcript t =
        Transcript.withGreaterNode()
            .play(
                """
                pin => connect
                unreachable =>
                """);
    assertThat(t.association().isForgotten()).isFalse();
    t.play("unpin => forgotten");
    assertThat(t.association().isForgotten()).isTrue();
  }

  @Test
  void anythingButAHelloBeforeTheHelloIsRefused() {
    Transcript.withGreaterNode()
        .play(
            """
            opened 1 => tell 1 hello 0s 0s
            told 1 ping => shut 1, unused 1, forgotten
            """);
  }

  @Test
  void aSecondHelloBreaksTheConnection() {
    Transcript.up().play("told 1 hello 0s 9s => shut 1, gone 1 broken, forgotten");
  }
}
