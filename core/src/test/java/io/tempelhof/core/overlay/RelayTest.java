package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Query;
import io.tempelhof.core.overlay.OverlayMessage.QueryFailed;
import io.tempelhof.core.overlay.OverlayMessage.QueryFound;
import io.tempelhof.core.term.NodeName;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RelayTest {
  private final NodeRecord self = record("self@h", 0b0000);
  private final Contacts contacts = new Contacts(self.id(), 5);
  private final Connections connections = new Connections();
  private final Relay relay = new Relay(self, contacts, connections);

  /// The id is made of four bits, so that distances can be read.
  private static NodeRecord record(String name, long bits) {
    return new NodeRecord(
        new NodeId(bits << 60, 0),
        NodeName.of(name),
        1,
        1,
        new Address("h", 1),
        FailureDomain.UNDECLARED,
        0);
  }

  private void peer(String name, long bits) {
    NodeRecord record = record(name, bits);
    int bucket = self.id().commonPrefix(record.id());
    Connection connection =
        new Connection(record.name(), record.id(), bucket, Opening.BY_OTHERS, false, 0);
    connection.introduced(record, false);
    connections.add(connection);
    connections.answer(
        connection, PeerReason.BUCKET, 0, wish -> {}, relation -> relation.heardRequest(null));
    contacts.connected(record, 0);
  }

  private static Query query(long target, int hops, int deadEnds, String... visited) {
    List<NodeName> names = Arrays.stream(visited).map(NodeName::of).toList();
    return new Query(1, new NodeId(target << 60, 0), true, hops, names, deadEnds, null);
  }

  private Relay.Way route(Query query) {
    return relay.route(query, self, Set.of(), 0);
  }

  @Test
  void answersForItself() {
    Query query = query(0b0000, 2, 0, "origin@h", "self@h");
    assertThat(route(query))
        .isEqualTo(new Relay.Answer(new QueryFound(1, self, 2, query.visited())));
  }

  @Test
  void goesToThePeerClosestToTheTarget() {
    peer("far@h", 0b1000);
    peer("near@h", 0b1110);
    assertThat(((Relay.Forward) route(query(0b1111, 0, 0, "self@h"))).to())
        .isEqualTo(NodeName.of("near@h"));
  }

  @Test
  void visitsNobodyTwice() {
    peer("far@h", 0b1000);
    peer("near@h", 0b1110);
    assertThat(((Relay.Forward) route(query(0b1111, 1, 0, "near@h", "self@h"))).to())
        .isEqualTo(NodeName.of("far@h"));
  }

  @Test
  void goesOnSidewaysFromADeadEnd() {
    peer("beside@h", 0b0100);
    Relay.Forward forward = (Relay.Forward) route(query(0b0001, 1, 0, "origin@h", "self@h"));
    assertThat(forward.to()).isEqualTo(NodeName.of("beside@h"));
    assertThat(forward.query().deadEnds()).isEqualTo(0b10);
  }

  @Test
  void goesBackWhereThereIsNoWayAhead() {
    peer("origin@h", 0b1000);
    Relay.Forward forward = (Relay.Forward) route(query(0b0001, 1, 0, "origin@h", "self@h"));
    assertThat(forward.to()).isEqualTo(NodeName.of("origin@h"));
    assertThat(forward.query().visited()).hasSize(2);
  }

  @Test
  void saysThatThereIsNoSuchNodeOnceFiveHaveSaidSo() {
    peer("beside@h", 0b0100);
    Query query = query(0b0001, 5, 0b11110, "o@h", "a@h", "b@h", "c@h", "d@h", "self@h");
    assertThat(((QueryFailed) ((Relay.Answer) route(query)).answer()).noSuchNode()).isTrue();
  }

  @Test
  void givesUpAfterSixteenForwards() {
    peer("near@h", 0b1110);
    Query query = query(0b1111, Relay.FORWARDS_MAX, 0, "origin@h", "self@h");
    assertThat(((QueryFailed) ((Relay.Answer) route(query)).answer()).noSuchNode()).isFalse();
  }

  @Test
  void handsAnswersToTheEarliestNodeItIsConnectedTo() {
    peer("second@h", 0b1000);
    peer("third@h", 0b0100);
    List<NodeName> visited =
        List.of(
            NodeName.of("first@h"),
            NodeName.of("second@h"),
            NodeName.of("third@h"),
            NodeName.of("self@h"));
    assertThat(relay.back(visited)).isEqualTo(NodeName.of("second@h"));
    assertThat(relay.back(visited.subList(3, 4))).isNull();
  }
}
