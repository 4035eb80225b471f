package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Hello;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchingTest {
  private static final long SECOND = 1_000_000_000L;

  private final FourBitTable table = new FourBitTable();
  private final List<Wish> wishes = new ArrayList<>();
  private final NodeRecord self = in(table.self, "j0", "h0", "r0");
  private final Introductions introductions =
      new Introductions(false, self, table.contacts, table.connections, new EventLog());
  private final Watching watching = new Watching(false, introductions, table.connections);
  private long now = SECOND;

  private static NodeRecord in(NodeRecord record, String jvm, String host, String rack) {
    return new NodeRecord(
        record.id(),
        record.name(),
        record.creation(),
        record.startStamp(),
        record.address(),
        new FailureDomain(jvm, host, rack, ""),
        0);
  }

  private Connection peer(String name, int bits, String jvm, String host, String rack) {
    Connection peer = table.peer(name, bits);
    peer.introduced(in(FourBitTable.record(name, bits), jvm, host, rack), false);
    return peer;
  }

  private List<String> chosen() {
    wishes.clear();
    watching.changed(now);
    now += Watching.SETTLE_NANOS;
    watching.timer(now, wishes::add);
    return introductions.self().watchers().names().stream().map(NodeName::name).toList();
  }

  private List<String> told() {
    List<String> told = new ArrayList<>();
    for (Wish wish : wishes) {
      if (wish instanceof Wish.Tell tell && tell.message() instanceof Hello) {
        told.add(tell.to().name());
      }
    }
    return told;
  }

  @Test
  void choosesTheClosestOutsideItsFailureDomainAndFillsUpFromInside() {
    peer("jvm", 0b0001, "j0", "h0", "r0");
    peer("host", 0b0010, "j1", "h0", "r0");
    peer("rack", 0b0011, "j2", "h2", "r0");
    peer("far", 0b1000, "j3", "h3", "r3");
    peer("near", 0b0100, "j4", "h4", "r4");
    assertThat(chosen()).containsExactly("near", "far", "rack", "host", "jvm");
    peer("other", 0b1100, "j5", "h5", "r5");
    assertThat(chosen()).containsExactly("near", "far", "other", "rack", "host");
    assertThat(told()).containsExactlyInAnyOrder("near", "far", "other", "rack", "host", "jvm");
    assertThat(introductions.self().watchers().sequence()).isEqualTo(2);
  }

  @Test
  void tellsNobodyWhereNothingChanges() {
    peer("a", 0b0001, "", "", "");
    assertThat(chosen()).containsExactly("a");
    assertThat(chosen()).containsExactly("a");
    assertThat(told()).isEmpty();
  }

  @Test
  void whoIsQuietOrGoneIsReplaced() {
    for (int i = 1; i <= 6; i++) {
      table.peer("n" + i, i);
    }
    assertThat(chosen()).containsExactly("n1", "n2", "n3", "n4", "n5");
    Connection quiet = table.connections.get(NodeName.of("n1@h"));
    quiet.quiet(true, 0);
    assertThat(chosen()).containsExactly("n2", "n3", "n4", "n5", "n6");
    assertThat(quiet.watches()).isFalse();
    table.connections.remove(table.connections.get(NodeName.of("n2@h")));
    assertThat(chosen()).containsExactly("n3", "n4", "n5", "n6");
  }

  @Test
  void bothEndsTieTheConnectionWhoeverWatches() {
    Connection peer = peer("a", 0b0001, "", "", "");
    chosen();
    assertThat(wishes).contains(new Wish.Stand(peer.name, Tie.WATCH));
    Connection other = table.peer("b", 0b1111);
    other.introduced(FourBitTable.record("b", 0b1111).watchedBy(List.of(self.name())), false);
    watching.heard(other, wishes::add);
    assertThat(wishes).contains(new Wish.Stand(other.name, Tie.WATCH));
    other.introduced(FourBitTable.record("b", 0b1111).watchedBy(List.of()), false);
    watching.heard(other, wishes::add);
    assertThat(wishes).contains(new Wish.Stand(other.name, Tie.PEER));
  }

  @Test
  void aClientIsWatchedByNobody() {
    Watching ofClient = new Watching(true, introductions, table.connections);
    table.peer("a", 0b0001);
    ofClient.changed(now);
    assertThat(ofClient.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }
}
