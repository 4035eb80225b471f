package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.overlay.OverlayMessage.PeerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PeeringTest {
  private static final long NOW = 1_000_000_000L;

  private final FourBitTable table = new FourBitTable();
  private final NodeRecord self = in(table.self, "j0");
  private final List<Wish> wishes = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(1);
  private final Peering peering =
      new Peering(
          OverlaySettings.of("c"),
          self.id(),
          table.contacts,
          table.connections,
          new PeerChoice(self, table.contacts, table.connections, random),
          random);

  private static NodeRecord in(NodeRecord record, String jvm) {
    return new NodeRecord(
        record.id(),
        record.name(),
        record.creation(),
        record.startStamp(),
        record.address(),
        new FailureDomain(jvm, "", "", ""),
        0);
  }

  @Test
  void whomWeDialToBeOurWatcherIsAskedAlsoWhereNoPeerIsLacking() {
    for (String peer : List.of("1100", "1101", "1110", "0001", "0010", "0011")) {
      table.peer("n" + peer, Integer.parseInt(peer, 2));
    }
    NodeRecord outside = in(FourBitTable.record("outside", 0b1000), "j1");
    table.contacts.learn(new Contact(outside, 0), NOW);
    peering.begin();
    NodeRecord dialled = peering.nextDial(NOW, wishes::add);
    while (dialled != null && !dialled.equals(outside)) {
      dialled = peering.nextDial(NOW, wishes::add);
    }
    assertThat(dialled).isEqualTo(outside);

    Connection connection =
        new Connection(outside.name(), outside.id(), 0, Opening.FOR_OVERLAY, false, NOW);
    connection.introduced(outside, false);
    table.connections.add(connection);
    table.contacts.connected(outside, NOW);
    peering.introduced(connection, outside, NOW, wishes::add);
    assertThat(wishes)
        .contains(new Wish.Tell(outside.name(), new PeerRequest(PeerReason.WATCH, false)));
  }

  @Test
  void whoLosesAPeerSeeksAnotherOnlyWhenNoMoreDeathsAreHeardOf() {
    NodeRecord other = FourBitTable.record("other", 0b1000);
    table.contacts.learn(new Contact(other, 0), NOW);
    peering.begin();
    peering.broke(other.id(), NOW);
    assertThat(peering.nextDial(NOW, wishes::add)).isNull();
    long first = peering.nextDeadline();
    assertThat(first - NOW).isBetween(Lull.QUIET_NANOS, 2 * Lull.QUIET_NANOS);

    table.contacts.bury(FourBitTable.record("dead", 0b1001).id());
    peering.timer(first - 1);
    long second = peering.nextDeadline();
    assertThat(second - first).isGreaterThanOrEqualTo(Lull.QUIET_NANOS - 1);
    peering.timer(second);
    assertThat(peering.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(peering.nextDial(second, wishes::add)).isEqualTo(other);
  }

  @Test
  void aSeedTakesOnlyAsManyPeersAsItNeeds() {
    table.connected("elsewhere", 0b0100);
    for (String peer : List.of("1000", "1001", "1010")) {
      table.peer("n" + peer, Integer.parseInt(peer, 2));
    }
    assertThat(request("n1011", 0b1011)).as("others take five").isTrue();
    peering.knownToAll();
    assertThat(request("n1110", 0b1110)).isFalse();
  }

  /// @return whether a newcomer that asks for a peer in its bucket is accepted
  private boolean request(String name, int id) {
    Connection asker = table.connected(name, id);
    peering.requested(asker, new PeerRequest(PeerReason.BUCKET, false), NOW, wishes::add);
    return asker.relation.state() == PeerRelation.State.PEER;
  }

  @Test
  void howeverManyDiePeersAreSoughtAgainAfterTwoSeconds() {
    NodeRecord other = FourBitTable.record("other", 0b1000);
    table.contacts.learn(new Contact(other, 0), NOW);
    peering.begin();
    long now = NOW;
    for (; now < NOW + Lull.MAX_NANOS; now += 100_000_000) {
      peering.broke(other.id(), now);
      table.contacts.bury(FourBitTable.record("dead" + now, 0b1001).id());
      assertThat(peering.nextDial(now, wishes::add)).isNull();
    }
    peering.broke(other.id(), now);
    table.contacts.bury(FourBitTable.record("dead", 0b1001).id());
    assertThat(peering.nextDial(now, wishes::add)).isEqualTo(other);
  }
}
