package io.tempelhof.interop;

import io.tempelhof.net.NodeStatus.OpenConnection;
import org.junit.jupiter.api.Test;

class RemoteLinksTest extends LiveTest {

  @Test
  void aLinkTellsEveryReasonWhoeverMadeIt() {
    trial("links_fire($)");
    trial("links_fire_whoever_made_them($)");
  }

  @Test
  void killBecomesKilledAlongAnyChain() {
    trial("kill_becomes_killed($)");
  }

  @Test
  void aLinkToTheDeadIsAnsweredOnceAndGone() {
    trial("link_to_the_dead($)");
  }

  @Test
  void afterUnlinkNothingComes() {
    trial("unlink_silences($)");
    trial("unlink_races($, 300)");
    Eventually.is(
        "no link is left over",
        () ->
            pair.ours.status().connections().stream()
                .map(OpenConnection::why)
                .noneMatch(why -> why.contains("links")));
  }

  @Test
  void aLinkMadeAgainIsALink() {
    trial("linked_again($, 200)");
  }

  @Test
  void linksThatCrossAreOne() {
    trial("both_link($, 200)");
  }
}
