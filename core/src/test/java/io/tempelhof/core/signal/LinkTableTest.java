package io.tempelhof.core.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import org.junit.jupiter.api.Test;

class LinkTableTest {
  private static final Pid SELF = new Pid(Atom.of("a@host"), 1, 0, 1);
  private static final Pid PEER = new Pid(Atom.of("b@host"), 2, 0, 1);
  private static final Pid OTHER = new Pid(Atom.of("b@host"), 3, 0, 1);
  private static final Atom BOOM = Atom.of("boom");

  private final LinkTable table = new LinkTable();

  @Test
  void tellsThePeerOfANewLinkOnce() {
    assertThat(table.link(PEER)).isTrue();
    assertThat(table.link(PEER)).isFalse();
    assertThat(table.linkedTo(PEER)).isTrue();
  }

  @Test
  void tellsThePeerNothingWhenItLinkedFirst() {
    table.linked(PEER);
    assertThat(table.link(PEER)).isFalse();
  }

  @Test
  void unlinksOnlyWhatIsLinked() {
    assertThat(table.unlink(PEER, 1)).isFalse();
    table.link(PEER);
    assertThat(table.unlink(PEER, 2)).isTrue();
    assertThat(table.unlink(PEER, 3)).isFalse();
  }

  @Test
  void refusesAnUnlinkWithoutId() {
    assertThatIllegalArgumentException().isThrownBy(() -> table.unlink(PEER, 0));
  }

  @Test
  void anExitCountsOnceAndOnlyOverAnActiveLink() {
    assertThat(table.exited(PEER)).isFalse();
    table.link(PEER);
    assertThat(table.exited(PEER)).isTrue();
    assertThat(table.exited(PEER)).isFalse();
    table.link(PEER);
    table.unlink(PEER, 1);
    assertThat(table.exited(PEER)).isFalse();
  }

  @Test
  void aLinkThatCrossesOurUnlinkIsVoid() {
    table.link(PEER);
    table.unlink(PEER, 1);
    table.linked(PEER);
    assertThat(table.linkedTo(PEER)).isFalse();
    table.acknowledged(PEER, 1);
    assertThat(table.linkedTo(PEER)).isFalse();
    table.linked(PEER);
    assertThat(table.linkedTo(PEER)).isTrue();
  }

  @Test
  void anAcknowledgementIsOutdatedOnceLinkedAnew() {
    table.link(PEER);
    table.unlink(PEER, 1);
    assertThat(table.link(PEER)).isTrue();
    table.acknowledged(PEER, 1);
    assertThat(table.linkedTo(PEER)).isTrue();
  }

  @Test
  void anExitOfTheOldLinkDoesNotEndTheNewOne() {
    table.link(PEER);
    table.unlink(PEER, 1);
    table.link(PEER);
    assertThat(table.exited(PEER)).as("was said of the link that is undone").isFalse();
    table.acknowledged(PEER, 1);
    assertThat(table.exited(PEER)).isTrue();
  }

  @Test
  void onlyTheLatestUnlinkIsAcknowledged() {
    table.link(PEER);
    table.unlink(PEER, 1);
    table.link(PEER);
    table.unlink(PEER, 2);
    table.acknowledged(PEER, 1);
    table.linked(PEER);
    assertThat(table.linkedTo(PEER)).as("still waits for 2").isFalse();
    table.acknowledged(PEER, 2);
    table.linked(PEER);
    assertThat(table.linkedTo(PEER)).isTrue();
  }

  @Test
  void anAcknowledgementOfNothingEndsNoLink() {
    table.link(PEER);
    table.acknowledged(PEER, 0);
    table.acknowledged(PEER, 7);
    assertThat(table.linkedTo(PEER)).isTrue();
  }

  @Test
  void thePeersUnlinkEndsTheLinkButNotOurOwnUnlink() {
    table.link(PEER);
    table.unlinked(PEER);
    assertThat(table.linkedTo(PEER)).isFalse();

    table.link(PEER);
    table.unlink(PEER, 1);
    table.unlinked(PEER);
    table.linked(PEER);
    assertThat(table.linkedTo(PEER)).as("waits for the acknowledgement of 1").isFalse();
  }

  @Test
  void atTheEndTellsActiveLinksInTheOrderTheyWereMade() {
    Pid third = new Pid(Atom.of("c@host"), 4, 0, 1);
    table.link(PEER);
    table.linked(OTHER);
    table.link(third);
    table.unlink(OTHER, 1);
    assertThat(table.ended(SELF, BOOM))
        .containsExactly(new Signal.Exit(SELF, PEER, BOOM), new Signal.Exit(SELF, third, BOOM));
    assertThat(table.ended(SELF, BOOM)).isEmpty();
  }
}
