package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.cli.Echo;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.net.Counter;
import io.tempelhof.net.Node;
import io.tempelhof.runtime.Dropped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Who is connected with whom, and what the genuine node thinks of it.
class NeighbourhoodTest extends LiveTest {

  @Test
  void aThousandPings() throws Exception {
    assertThat(erl.eval("lists:usort([net_adm:ping(" + ours() + ") || _ <- lists:seq(1, 1024)])."))
        .isEqualTo("[pong]");
    List<CompletableFuture<Node.Ping>> pings = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      pings.add(pair.ours.ping(Pair.name(erl)));
    }
    pings.add(pair.ours.ping(pair.ours.name()));
    for (var ping : pings) {
      assertThat(ping.get(20, TimeUnit.SECONDS).pong()).isTrue();
    }
  }

  @Test
  void nodesThatDoNotExistLeaveNothingBehind() throws Exception {
    int contacts = pair.ours.status().contacts();
    List<CompletableFuture<Node.Ping>> pings = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      pings.add(pair.ours.ping(NodeName.of("nobody" + i + "@127.0.0.1")));
    }
    for (var ping : pings) {
      assertThat(ping.get(60, TimeUnit.SECONDS).pong()).isFalse();
    }
    assertThat(pair.ours.status().contacts()).isEqualTo(contacts);
    assertThat(pair.ours.status().connections()).hasSize(1);
  }

  @Test
  void twoGenuineNodesSeeUsHiddenAndEachForItself() throws Exception {
    try (var other = pair.erlang("other@127.0.0.1")) {
      for (int round = 0; round < 2; round++) {
        assertThat(pair.ours.ping(Pair.name(other)).get(20, TimeUnit.SECONDS).pong()).isTrue();
        for (GenuineNode node : List.of(erl, other)) {
          assertThat(node.eval("trials:connected_as_hidden(" + ours() + ").")).isEqualTo("ok");
        }
        disconnect(other);
        assertThat(other.eval("nodes(hidden).")).isEqualTo("[]");
        assertThat(erl.eval("trials:connected_as_hidden(" + ours() + ").")).isEqualTo("ok");
      }
    }
  }

  @Test
  void monitorNodesTellsOfUsAsHidden() {
    erl.eval("erlang:disconnect_node(" + ours() + ").");
    erl.eval("net_kernel:monitor_nodes(true, [{node_type, hidden}, nodedown_reason]).");
    erl.eval("net_kernel:monitor_nodes(true).");
    assertThat(erl.eval("net_adm:ping(" + ours() + ").")).isEqualTo("pong");
    erl.eval("erlang:disconnect_node(" + ours() + ").");
    assertThat(erl.eval("trials:collect(2)."))
        .contains("{nodeup," + ours() + ",", "{nodedown," + ours() + ",", "disconnect");
    erl.eval("net_kernel:monitor_nodes(false, [{node_type, hidden}, nodedown_reason]).");
    erl.eval("net_kernel:monitor_nodes(false).");
    assertThat(erl.eval("judge:flush().")).isEqualTo("[]");
  }

  @Test
  void allWeSayComesBetweenUpAndDown() throws Exception {
    CompletableFuture<String> judged;
    CompletableFuture<Boolean> listening = new CompletableFuture<>();
    pair.ours.spawn(
        "listening",
        self -> {
          self.receive();
          listening.complete(true);
        });
    try (Node brief = Pair.start("brief@127.0.0.1", pair.epmdPort, Pair.COOKIE)) {
      judged =
          CompletableFuture.supplyAsync(() ->
              erl.eval(
                  "trials:between_up_and_down('brief@127.0.0.1', 32, {listening,"
                      + ours()
                      + "})."));
      listening.get(20, TimeUnit.SECONDS);
      for (int sender = 0; sender < 32; sender++) {
        brief.spawn(self -> {
          for (int i = 1; i <= 200; i++) {
            self.send("listener", Pair.name(erl), Tuple.of(Int.of(i), self.pid()));
          }
        });
      }
      Eventually.is("all is written", () -> brief.status().count(Counter.MESSAGES_OUT) >= 32 * 200);
    }
    assertThat(judged.get(60, TimeUnit.SECONDS)).isEqualTo("ok");
  }

  @Test
  void aNodeWhoseNameIsNoneCannotBeReached() {
    trial("illegal_node($)");
    assertThat(erl.eval("net_adm:ping('a@b@c').")).isEqualTo("pang");
  }

  @Test
  void pidsFromBeforeOurRestartAreNotThere() {
    try (Node first = Pair.start("mortal@127.0.0.1", pair.epmdPort, Pair.COOKIE)) {
      first.spawn(Puppet.MASTER, new Puppet());
      erl.eval("put(before, trials:puppet('mortal@127.0.0.1')).");
    }
    Eventually.is("it is gone", () -> !erl.eval("nodes(hidden).").contains("mortal"));
    try (Node again = Pair.start("mortal@127.0.0.1", pair.epmdPort, Pair.COOKIE)) {
      again.spawn(Puppet.MASTER, new Puppet());
      trial("from_before(get(before))");
    }
  }

  @Test
  void messagesToNobodyAreCountedAndThatIsAll() {
    long before = messagesToNobody();
    erl.eval("[{nobody, " + ours() + "} ! N || N <- lists:seq(1, 100)].");
    Eventually.is("they are counted", () -> messagesToNobody() == before + 100);
    assertThat(erl.eval("net_adm:ping(" + ours() + ").")).isEqualTo("pong");
  }

  private long messagesToNobody() {
    return pair.ours.processes().snapshot().dropped().get(Dropped.NO_NAME);
  }

  @Test
  void aGenuineNodeMayHaveACookieForUsAlone() throws Exception {
    try (var stranger =
        GenuineNode.erlang("stranger@127.0.0.1", "another", pair.epmdPort, "-hidden")) {
      assertThat(stranger.eval("net_adm:ping(" + ours() + ").")).isEqualTo("pang");
      stranger.eval("erlang:set_cookie(" + ours() + ", '" + Pair.COOKIE + "').");
      assertThat(stranger.eval("net_adm:ping(" + ours() + ").")).isEqualTo("pong");
      disconnect(stranger);
      assertThat(pair.ours.ping(Pair.name(stranger)).get(20, TimeUnit.SECONDS).pong()).isTrue();
    }
  }

  @Test
  void aNamelessNodeMayHaveACookieForUsAlone() {
    try (var nameless = GenuineNode.erlang("undefined@127.0.0.1", "another", pair.epmdPort)) {
      String connect = "net_kernel:connect_node(" + ours() + ").";
      assertThat(nameless.eval(connect)).isEqualTo("false");
      nameless.eval("erlang:set_cookie(" + ours() + ", '" + Pair.COOKIE + "').");
      assertThat(nameless.eval(connect)).isEqualTo("true");
      assertThat(nameless.eval("nodes(hidden).")).isEqualTo("[" + ours() + "]");
      nameless.eval("erlang:disconnect_node(" + ours() + ").");
      Eventually.is("it has no name", () -> nameless.eval("node().").equals("nonode@nohost"));
    }
  }

  @Test
  void aNodeThatConnectsNeverByItselfIsReached() throws Exception {
    try (var shy = pair.erlang("shy@127.0.0.1", "-kernel", "dist_auto_connect", "never")) {
      assertThat(shy.eval("net_adm:ping(" + ours() + ").")).isEqualTo("pang");
      assertThat(shy.eval("net_kernel:connect_node(" + ours() + ").")).isEqualTo("true");
      disconnect(shy);
      assertThat(pair.ours.ping(Pair.name(shy)).get(20, TimeUnit.SECONDS).pong()).isTrue();
      assertThat(shy.eval("net_adm:ping(" + ours() + ").")).isEqualTo("pong");
    }
  }

  @Test
  void aNodeThatConnectsOnceIsReachedAgainByUs() throws Exception {
    try (var shy = pair.erlang("shy@127.0.0.1", "-kernel", "dist_auto_connect", "once")) {
      try (Node first = Pair.start("mortal@127.0.0.1", pair.epmdPort, Pair.COOKIE)) {
        assertThat(shy.eval("net_adm:ping('mortal@127.0.0.1').")).isEqualTo("pong");
        assertThat(first.name()).hasToString("mortal@127.0.0.1");
      }
      Eventually.is("it is gone", () -> shy.eval("nodes(hidden).").equals("[]"));
      try (Node again = Pair.start("mortal@127.0.0.1", pair.epmdPort, Pair.COOKIE)) {
        again.spawn(Echo.NAME, new Echo());
        assertThat(shy.eval("net_adm:ping('mortal@127.0.0.1').")).isEqualTo("pang");
        assertThat(again.ping(Pair.name(shy)).get(20, TimeUnit.SECONDS).pong()).isTrue();
        assertThat(shy.eval("net_adm:ping('mortal@127.0.0.1').")).isEqualTo("pong");
        shy.eval("erlang:disconnect_node('mortal@127.0.0.1').");
        assertThat(shy.eval("net_adm:ping('mortal@127.0.0.1').")).isEqualTo("pang");
        assertThat(shy.eval("net_kernel:connect_node('mortal@127.0.0.1').")).isEqualTo("true");
        assertThat(shy.eval("net_adm:ping('mortal@127.0.0.1').")).isEqualTo("pong");
      }
    }
  }

  /// Disconnects the node from ours, and waits until we have seen it.
  private void disconnect(GenuineNode node) {
    assertThat(node.eval("erlang:disconnect_node(" + ours() + ").")).isEqualTo("true");
    Eventually.is(
        "we have seen it",
        () ->
            pair.ours.status().connections().stream()
                .noneMatch(c -> c.node().equals(Pair.name(node))));
  }
}
