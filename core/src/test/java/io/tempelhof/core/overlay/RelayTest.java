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
  private final FourBitTable table = new FourBitTable();
  private final Relay relay = new Relay(table.self, table.contacts, table.connections);

  private static Query query(int target, int hops, int deadEnds, String... visited) {
    List<NodeName> names = Arrays.stream(visited).map(NodeName::of).toList();
    return new Query(1, FourBitTable.id(target), true, hops, names, deadEnds, null);
  }

  private Relay.Way route(Query query) {
    return relay.route(query, table.self, Set.of(), 0);
  }

  @Test
  void answersForItself() {
    Query query = query(0b0000, 2, 0, "origin@h", "self@h");
    assertThat(route(query))
        .isEqualTo(new Relay.Answer(new QueryFound(1, table.self, 2, query.visited())));
  }

  @Test
  void goesToThePeerClosestToTheTarget() {
    table.peer("far", 0b1000);
    table.peer("near", 0b1110);
    assertThat(((Relay.Forward) route(query(0b1111, 0, 0, "self@h"))).to())
        .isEqualTo(NodeName.of("near@h"));
  }

  @Test
  void visitsNobodyTwice() {
    table.peer("far", 0b1000);
    table.peer("near", 0b1110);
    assertThat(((Relay.Forward) route(query(0b1111, 1, 0, "near@h", "self@h"))).to())
        .isEqualTo(NodeName.of("far@h"));
  }

  @Test
  void goesOnSidewaysFromADeadEnd() {
    table.peer("beside", 0b0100);
    Relay.Forward forward = (Relay.Forward) route(query(0b0001, 1, 0, "origin@h", "self@h"));
    assertThat(forward.to()).isEqualTo(NodeName.of("beside@h"));
    assertThat(forward.query().deadEnds()).isEqualTo(0b10);
  }

  @Test
  void goesBackWhereThereIsNoWayAhead() {
    table.peer("origin", 0b1000);
    Relay.Forward forward = (Relay.Forward) route(query(0b0001, 1, 0, "origin@h", "self@h"));
    assertThat(forward.to()).isEqualTo(NodeName.of("origin@h"));
    assertThat(forward.query().visited()).hasSize(2);
  }

  @Test
  void saysThatThereIsNoSuchNodeOnceFiveHaveSaidSo() {
    table.peer("beside", 0b0100);
    Query query = query(0b0001, 5, 0b11110, "o@h", "a@h", "b@h", "c@h", "d@h", "self@h");
    assertThat(((QueryFailed) ((Relay.Answer) route(query)).answer()).noSuchNode()).isTrue();
  }

  @Test
  void givesUpAfterSixteenForwards() {
    table.peer("near", 0b1110);
    Query query = query(0b1111, Relay.FORWARDS_MAX, 0, "origin@h", "self@h");
    assertThat(((QueryFailed) ((Relay.Answer) route(query)).answer()).noSuchNode()).isFalse();
  }

  @Test
  void handsAnswersToTheEarliestNodeItIsConnectedTo() {
    table.peer("second", 0b1000);
    table.peer("third", 0b0100);
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
