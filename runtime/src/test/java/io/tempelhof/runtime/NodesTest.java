package io.tempelhof.runtime;

import static io.tempelhof.runtime.NodeKind.HIDDEN;
import static io.tempelhof.runtime.NodeKind.KNOWN;
import static io.tempelhof.runtime.NodeKind.VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodesTest {
  private static final Pid WATCHER = new Pid(Atom.of("a@h"), 1, 0, 1);
  private static final Pid OTHER = new Pid(Atom.of("a@h"), 2, 0, 1);
  private static final Atom B = Atom.of("b@h");
  private static final NodeUp UP = new NodeUp(B);
  private static final NodeDown DOWN = new NodeDown(B);

  /// What the watcher gets.
  private final List<Object> mail = new ArrayList<>();

  private final List<String> asked = new ArrayList<>();
  private final Nodes nodes =
      new Nodes((to, message) -> {
        if (to.equals(WATCHER)) {
          mail.add(message);
        }
        return true;
      });

  private void haveNetwork() {
    nodes.scout(
        new Nodes.Scout() {
          @Override
          public void list() {
            asked.add("list");
          }

          @Override
          public void reach(Atom node) {
            asked.add("reach " + node.text());
          }
        });
  }

  private List<Object> told() {
    List<Object> told = List.copyOf(mail);
    mail.clear();
    return told;
  }

  // Connections.

  @Test
  void tellsWhoFollowsWhatIsAndThenWhatChanges() {
    NodeConnected connected = new NodeConnected(B, true);
    nodes.connected(B, 1, true, false);
    assertThat(nodes.follow(WATCHER)).containsExactly(connected);
    assertThat(nodes.find(B)).contains(connected);
    nodes.disconnected(B, false);
    nodes.connected(B, 1, true, false);
    assertThat(told()).containsExactly(new NodeDisconnected(B), connected);
    nodes.ended(WATCHER);
    nodes.disconnected(B, false);
    assertThat(mail).isEmpty();
    assertThat(nodes.follow(WATCHER)).isEmpty();
    assertThat(nodes.find(B)).isEmpty();
  }

  @Test
  void listsMembersApartFromErlangNodesAndClients() {
    nodes.connected(B, 1, true, false);
    nodes.connected(Atom.of("client@h"), 1, true, true);
    nodes.connected(Atom.of("erl@h"), 1, false, false);
    assertThat(nodes.connected(VISIBLE)).containsExactly(B);
    assertThat(nodes.connected(HIDDEN)).containsExactly(Atom.of("client@h"), Atom.of("erl@h"));
    assertThatThrownBy(() -> nodes.connected(KNOWN)).isInstanceOf(IllegalArgumentException.class);
    nodes.disconnected(B, true);
    assertThat(nodes.connected(VISIBLE)).isEmpty();
  }

  // Members.

  @Test
  void tellsOfMembersWithoutAnyConnection() {
    nodes.monitor(WATCHER);
    nodes.memberUp(B, 1);
    nodes.memberDown(B, 1);
    nodes.memberUp(B, 1);
    assertThat(told()).containsExactly(UP, DOWN, UP);
  }

  @Test
  void tellsNobodyOfConnectionsThatAMemberOpensAndCloses() {
    nodes.monitor(WATCHER);
    nodes.listed(B, 1, false);
    nodes.connected(B, 1, true, false);
    nodes.disconnected(B, false);
    nodes.connected(B, 1, true, false);
    nodes.disconnected(B, true);
    assertThat(told()).as("a broken connection is no death").isEmpty();
    nodes.memberDown(B, 1);
    assertThat(told()).containsExactly(DOWN);
  }

  @Test
  void tellsOnceOfANodeThatIsMetBeforeItsArrivalIsKnown() {
    nodes.monitor(WATCHER);
    nodes.connected(B, 1, true, false);
    nodes.memberUp(B, 1);
    nodes.disconnected(B, false);
    assertThat(told()).containsExactly(UP);
    nodes.memberDown(B, 1);
    assertThat(told()).containsExactly(DOWN);
  }

  @Test
  void tellsOfADeathOnlyAfterTheConnectionIsOver() {
    nodes.monitor(WATCHER);
    nodes.connected(B, 1, true, false);
    nodes.memberDown(B, 1);
    assertThat(told()).as("what comes over the connection comes first").containsExactly(UP);
    nodes.disconnected(B, true);
    assertThat(told()).containsExactly(DOWN);
  }

  @Test
  void tellsOfARestartAfterTheOldConnectionAndBeforeTheNew() {
    nodes.monitor(WATCHER);
    nodes.connected(B, 1, true, false);
    nodes.memberDown(B, 1);
    nodes.memberUp(B, 2);
    assertThat(told()).containsExactly(UP);
    nodes.disconnected(B, true);
    assertThat(told()).containsExactly(DOWN, UP);
    nodes.connected(B, 2, true, false);
    assertThat(told()).isEmpty();
  }

  @Test
  void tellsOfARestartThatOnlyTheNewConnectionShows() {
    nodes.monitor(WATCHER);
    nodes.memberUp(B, 1);
    nodes.connected(B, 2, true, false);
    assertThat(told()).containsExactly(UP, DOWN, UP);
    nodes.memberDown(B, 1);
    nodes.memberUp(B, 2);
    nodes.disconnected(B, false);
    assertThat(told()).as("late news of what is known").isEmpty();
    nodes.memberDown(B, 2);
    assertThat(told()).containsExactly(DOWN);
  }

  @Test
  void tellsOfANodeThatDiesBeforeTheOldConnectionIsOver() {
    nodes.monitor(WATCHER);
    nodes.connected(B, 1, true, false);
    nodes.memberDown(B, 1);
    nodes.memberUp(B, 2);
    nodes.memberDown(B, 2);
    nodes.disconnected(B, true);
    assertThat(told()).containsExactly(UP, DOWN);
  }

  @Test
  void takesForDownWhomNobodyVouchesForWhenItsConnectionBreaks() {
    nodes.monitor(WATCHER);
    nodes.connected(B, 1, true, false);
    nodes.disconnected(B, true);
    assertThat(told()).containsExactly(UP, DOWN);
    nodes.memberDown(B, 1);
    assertThat(told()).as("told already").isEmpty();
    nodes.memberUp(B, 1);
    assertThat(told()).containsExactly(UP);
  }

  @Test
  void tellsOfTheDeathOfAMemberNobodyKnew() {
    nodes.monitor(WATCHER);
    nodes.memberDown(B, 1);
    assertThat(told()).containsExactly(DOWN);
  }

  @Test
  void tellsWhoWaitsForTheJoinOfAllMembers() {
    nodes.monitor(WATCHER);
    nodes.listed(B, 1, true);
    nodes.listed(B, 1, true);
    assertThat(told()).containsExactly(UP);
  }

  @Test
  void tellsOfHiddenNodesByTheirConnection() {
    nodes.monitor(WATCHER);
    nodes.connected(B, 1, false, false);
    nodes.disconnected(B, false);
    nodes.connected(B, 1, true, true);
    nodes.disconnected(B, false);
    assertThat(told()).containsExactly(UP, DOWN, UP, DOWN);
  }

  @Test
  void tellsOfTheKindsAskedFor() {
    nodes.monitor(WATCHER, VISIBLE);
    nodes.connected(Atom.of("erl@h"), 1, false, false);
    nodes.memberUp(B, 1);
    assertThat(told()).containsExactly(UP);
    nodes.monitor(WATCHER, HIDDEN);
    nodes.disconnected(Atom.of("erl@h"), false);
    nodes.memberDown(B, 1);
    assertThat(told()).containsExactly(new NodeDown(Atom.of("erl@h")));
    assertThatThrownBy(() -> nodes.monitor(WATCHER, KNOWN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // Who monitors.

  @Test
  void remembersMembersOnlyWhileSomebodyMonitors() {
    haveNetwork();
    nodes.memberUp(B, 1);
    nodes.monitor(WATCHER);
    nodes.monitor(OTHER);
    nodes.memberUp(B, 1);
    assertThat(told()).containsExactly(UP);
    nodes.demonitor(WATCHER);
    nodes.memberDown(B, 1);
    nodes.memberUp(B, 1);
    nodes.ended(OTHER);
    assertThat(mail).isEmpty();
    assertThat(nodes.isMonitored()).isFalse();
    nodes.monitor(WATCHER);
    assertThat(asked).as("one listing when it begins").containsExactly("list", "list");
  }

  @Test
  void firesTheMonitorOfOneNodeOnceForEachCall() {
    haveNetwork();
    nodes.connected(B, 1, false, false);
    nodes.monitor(WATCHER, B);
    nodes.monitor(WATCHER, B);
    nodes.monitor(WATCHER, B);
    assertThat(nodes.demonitor(WATCHER, B)).isTrue();
    assertThat(asked).containsExactly("list");
    nodes.disconnected(B, true);
    nodes.connected(B, 1, false, false);
    nodes.disconnected(B, true);
    assertThat(told()).containsExactly(DOWN, DOWN);
    assertThat(nodes.demonitor(WATCHER, B)).isFalse();
    assertThat(nodes.isMonitored()).isFalse();
  }

  @Test
  void seeksANodeItDoesNotKnow() {
    haveNetwork();
    nodes.monitor(WATCHER, B);
    nodes.monitor(OTHER, B);
    assertThat(asked).containsExactly("list", "reach b@h");
    nodes.unreachable(B);
    assertThat(told()).containsExactly(DOWN);
    nodes.monitor(WATCHER, B);
    nodes.connected(B, 1, true, false);
    nodes.unreachable(B);
    assertThat(told()).as("it came by itself").isEmpty();
  }

  @Test
  void firesAtOnceWhereThereIsNoNetwork() {
    nodes.monitor(WATCHER, B);
    assertThat(told()).containsExactly(DOWN);
  }

  @Test
  void forgetsWhatAnEndedProcessMonitored() {
    haveNetwork();
    nodes.monitor(WATCHER, B);
    nodes.monitor(WATCHER, B);
    nodes.monitor(OTHER, B);
    nodes.ended(WATCHER);
    nodes.unreachable(B);
    assertThat(mail).isEmpty();
    assertThat(nodes.isMonitored()).isFalse();
  }

  @Test
  void refusesMonitorsBeyondTheLimit() {
    haveNetwork();
    for (int i = 0; i < Nodes.MONITORS_MAX; i++) {
      nodes.monitor(OTHER, B);
    }
    assertThatThrownBy(() -> nodes.monitor(WATCHER, B)).isInstanceOf(SystemLimitException.class);
    nodes.ended(OTHER);
    nodes.monitor(WATCHER, B);
  }

  @Test
  void forgetsTheNodeLongestKnownBeyondTheLimit() {
    nodes.monitor(WATCHER);
    nodes.connected(Atom.of("connected@h"), 1, true, false);
    nodes.listed(B, 1, false);
    for (int i = 0; i < Nodes.NODES_MAX - 1; i++) {
      nodes.listed(Atom.of(i + "@h"), 1, false);
    }
    told();
    nodes.connected(B, 1, true, false);
    assertThat(told()).as("b was forgotten").containsExactly(UP);
    nodes.memberUp(Atom.of((Nodes.NODES_MAX - 2) + "@h"), 1);
    assertThat(mail).as("the last was not").isEmpty();
  }
}
