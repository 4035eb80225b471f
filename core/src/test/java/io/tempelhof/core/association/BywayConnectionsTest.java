package io.tempelhof.core.association;

import org.junit.jupiter.api.Test;

/// Where a node lives and cannot be dialled.
class BywayConnectionsTest {
  @Test
  void whoLivesAndCannotBeDialledIsReachedByWayOfOthers() {
    Transcript.withGreaterNode()
        .play(
            """
            say message 1 => connect
            say monitor 1 =>
            unreachable alive => byway
            say message 2 =>
            opened 1 dialled byway => tell 1 hello 0s 0s
            told 1 hello 0s 1s => up 1, gate 1, write 1 message 1, write 1 monitor 1,
                write 1 message 2
            collect => tell 1 close_request
            told 1 close_ack 0 related => tell 1 close_done related, shut 1, gone 1
            """);
  }

  @Test
  void whoCannotBeReachedByWayOfOthersEitherIsGone() {
    Transcript.withGreaterNode()
        .play(
            """
            say monitor 1 => connect
            unreachable alive => byway
            unreachable => deliver down 1 noconnection, dropped 1, forgotten
            """);
  }

  @Test
  void aPinAloneIsNoReasonToGoByWayOfOthers() {
    Transcript.withGreaterNode()
        .play(
            """
            pin => connect
            unreachable alive =>
            """);
  }

  @Test
  void givesWayToAConnectionThatComesAboutAfterAll() {
    Transcript.withGreaterNode()
        .play(
            """
            opened 1 byway => tell 1 hello 0s 0s
            told 1 hello 0s 1s => up 1, gate 1
            say message 1 => write 1 message 1
            opened 2 => tell 1 close_request
            say message 2 =>
            told 1 close_ack 0 => tell 1 close_done, shut 1, gone 1, tell 2 hello 1s+1 0s+1
            told 2 hello 1s+1 2s => up 2, gate 2, write 2 message 2
            """);
  }

  @Test
  void agreesToGiveWayThoughItHasJustSpoken() {
    Transcript.withGreaterNode()
        .play(
            """
            opened 1 byway => tell 1 hello 0s 0s
            told 1 hello 0s 1s => up 1, gate 1
            heard 1 unlink 1 =>
            opened 2 =>
            told 1 close_request 1 received 1 => tell 1 close_refused
            say unlink_ack 1 => write 1 unlink_ack 1
            told 1 close_request 1 received 1 => tell 1 close_ack, gone 1
            told 1 close_done => shut 1, tell 2 hello 1s+1 0s+1
            """);
  }

  @Test
  void doesNotGiveWayToAnotherByway() {
    Transcript.withGreaterNode()
        .play(
            """
            opened 1 byway => tell 1 hello 0s 0s
            told 1 hello 0s 1s => up 1, gate 1
            opened 2 byway =>
            say message 1 => write 1 message 1
            """);
  }
}
