package io.tempelhof.core.association;

import org.junit.jupiter.api.Test;

class BreakTest {
  @Test
  void everyLinkAndMonitorFiresOnce() {
    Transcript.up()
        .play(
            """
            say link 1 => write 1 link 1
            say monitor 2 => write 1 monitor 2
            heard 1 link 3 =>
            heard 1 monitor 4 =>
            say monitor 5 => write 1 monitor 5
            heard 1 down 5 =>
            lost 1 => deliver exit 1 noconnection, deliver exit 3 noconnection,
                deliver down 2 noconnection, deliver demonitor 4, gone 1 broken, forgotten
            lost 1 =>
            """);
  }

  @Test
  void nothingThatWasReadIsDeliveredAfterNoconnection() {
    // Shutting comes first, so that the driver reads no more.
    Transcript.up()
        .play(
            """
            peer =>
            say monitor 1 => write 1 monitor 1
            at 5s
            timer => tick 1
            at 10s
            timer => tell 1 ping
            at 15s
            timer => quiet 1
            timer => tick 1
            at 20s
            timer => shut 1, deliver down 1 noconnection, gone 1 broken, forgotten
            """);
  }

  @Test
  void whatIsSaidAfterwardsBeginsANewHistory() {
    Transcript.up()
        .play(
            """
            at 1s
            lost 1 => gone 1 broken, forgotten
            say message 1 => connect
            opened 2 => tell 2 hello 0s 1s
            told 2 hello 0s+1 2s => up 2, gate 2, write 2 message 1
            """);
  }

  @Test
  void theEndOfALinkThatBrokeIsNotTakenForThatOfALaterOne() {
    Transcript.up()
        .play(
            """
            heard 1 link 3 =>
            lost 1 => deliver exit 3 noconnection, gone 1 broken, forgotten
            say message 1 => connect
            opened 2 => tell 2 hello 0s 0s+1
            told 2 hello 0s+1 2s => up 2, gate 2, write 2 message 1
            say exit 3 => dropped 1
            heard 2 link 3 =>
            say exit 3 => write 2 exit 3
            say exit 3 => dropped 1
            """);
  }

  @Test
  void aRelationHeardTooLateFiresAtOnce() {
    Transcript.up()
        .play(
            """
            lost 1 => gone 1 broken, forgotten
            heard 1 link 1 => deliver exit 1 noconnection
            heard 1 monitor 2 => deliver demonitor 2
            heard 1 exit 3 =>
            """);
  }

  @Test
  void aRelationThatCouldNotBeWrittenIsABreak() {
    Transcript.up()
        .play(
            """
            say monitor 1 => write 1 monitor 1
            unwritten 1 => shut 1, deliver down 1 noconnection, gone 1 broken, forgotten
            """);
  }
}
