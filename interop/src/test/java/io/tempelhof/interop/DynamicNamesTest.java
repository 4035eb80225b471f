package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.runtime.Down;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Nodes that start without a name and get one from the first node they connect to.
class DynamicNamesTest {
  private static final String NAMELESS = "undefined@127.0.0.1";
  private static final String GIVEN = "[0-9A-Z]{1,13}@127\\.0\\.0\\.1";

  @Test
  void aGenuineNodeGetsItsNameFromUs() throws Exception {
    try (var pair = new Pair();
        var erl = pair.erlang(NAMELESS)) {
      assertThat(erl.eval("node().")).isEqualTo("nonode@nohost");
      assertThat(erl.eval("net_kernel:connect_node(" + pair.atom() + ").")).isEqualTo("true");
      String name = unquoted(erl.eval("node()."));
      assertThat(name).matches(GIVEN);
      assertThat(erl.eval("erlang:system_info(creation).")).isNotEqualTo("0");
      assertThat(erl.eval("net_adm:ping(" + pair.atom() + ").")).isEqualTo("pong");
      assertThat(pair.ours.ping(NodeName.of(name)).get(20, TimeUnit.SECONDS).pong()).isTrue();
      talk(pair, erl);
    }
  }

  /// Messages, monitors and links cross both ways.
  private static void talk(Pair pair, GenuineNode erl) throws Exception {
    var asked = new CompletableFuture<Pid>();
    var down = new CompletableFuture<Down>();
    pair.ours.spawn(
        "watcher",
        self -> {
          Tuple hello = (Tuple) self.receive();
          Pid theirs = (Pid) hello.at(1);
          asked.complete(theirs);
          self.monitor(theirs);
          self.send(theirs, Tuple.of(Atom.of("welcome"), self.pid()));
          down.complete(self.receive(Down.class));
        });
    erl.eval("{watcher, " + pair.atom() + "} ! {hello, self()}.");
    assertThat(asked.get(20, TimeUnit.SECONDS).creation()).isNotZero();
    assertThat(erl.eval("receive {welcome, P} -> node(P) end.")).isEqualTo(pair.atom());
    assertThat(erl.eval("M = monitor(process, P), is_reference(M).")).isEqualTo("true");
    assertThat(erl.eval("erlang:disconnect_node(" + pair.atom() + ").")).isEqualTo("true");
    assertThat(erl.eval("receive {'DOWN', M, _, _, R} -> R end.")).isEqualTo("noconnection");
    assertThat(down.get(20, TimeUnit.SECONDS).reason()).isEqualTo(Atom.of("noconnection"));
  }

  @Test
  void everyGenuineNodeGetsAnotherNameAndAgainAnotherWhenItComesBack() {
    try (var pair = new Pair();
        var first = pair.erlang(NAMELESS);
        var second = pair.erlang(NAMELESS)) {
      String connect = "net_kernel:connect_node(" + pair.atom() + ").";
      List<String> names = new ArrayList<>();
      for (GenuineNode erl : List.of(first, second)) {
        assertThat(erl.eval(connect)).isEqualTo("true");
        names.add(erl.eval("node()."));
      }
      first.eval("erlang:disconnect_node(" + pair.atom() + ").");
      Eventually.is("it has no name", () -> first.eval("node().").equals("nonode@nohost"));
      Eventually.is("it connects again", () -> first.eval(connect).equals("true"));
      names.add(first.eval("node()."));
      assertThat(names).doesNotHaveDuplicates().allMatch(name -> unquoted(name).matches(GIVEN));
    }
  }

  @Test
  void weGetOurNameFromAGenuineNode() throws Exception {
    try (var pair = new Pair("keeper@127.0.0.1");
        var erl = pair.erlang("genuine@127.0.0.1")) {
      BlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();
      try (Node ours = nameless(pair, Pair.name(erl))) {
        ours.onEvent(events::add);
        assertThat(ours.name().toString()).matches(GIVEN);
        assertThat(erl.eval("nodes(hidden).")).contains(ours.name().toString());
        assertThat(ours.ping(Pair.name(erl)).get(20, TimeUnit.SECONDS).pong()).isTrue();
        assertThat(erl.eval("net_adm:ping('" + ours.name() + "').")).isEqualTo("pong");
        var got = new CompletableFuture<Term>();
        ours.spawn("mailbox", self -> got.complete(self.receive()));
        erl.eval("{mailbox, '" + ours.name() + "'} ! self().");
        assertThat(got.get(20, TimeUnit.SECONDS)).isInstanceOf(Pid.class);

        erl.eval("erlang:disconnect_node('" + ours.name() + "').");
        assertThat(events.poll(20, TimeUnit.SECONDS))
            .isEqualTo(new NodeEvent.NameLost(Pair.name(erl)));
        Eventually.is("it is closed", () -> ours.processes().snapshot().processes() == 0);
      }
    }
  }

  @Test
  void weGetOurNameFromOneOfOurOwnNodesAndJoinItsCluster() throws Exception {
    try (var pair = new Pair()) {
      BlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();
      try (Node client = nameless(pair, pair.ours.name())) {
        client.onEvent(events::add);
        client.join(List.of(new Seed(pair.ours.name(), null)));
        assertThat(events.poll(20, TimeUnit.SECONDS)).isInstanceOf(NodeEvent.Joined.class);
        assertThat(client.name().toString()).matches(GIVEN);
        assertThat(client.status().client()).isTrue();
        assertThat(pair.ours.ping(client.name()).get(20, TimeUnit.SECONDS).pong()).isTrue();
      }
    }
  }

  @Test
  void whoeverGivesNoNameIsNamedWithTheReason() {
    try (var pair = new Pair()) {
      NodeName nobody = NodeName.of("nobody@127.0.0.1");
      assertThatThrownBy(() -> Node.start(options(pair)))
          .isInstanceOf(NodeStartException.class)
          .hasMessage("a node without a name must be told whom to ask for one");
      assertThatThrownBy(() -> Node.start(options(pair, nobody)))
          .isInstanceOf(NodeStartException.class)
          .hasMessage("nobody@127.0.0.1 gives no name: its EPMD knows no node nobody");
      assertThatThrownBy(
              () -> Node.start(options(pair, pair.ours.name()).withCookie(new Cookie("another"))))
          .isInstanceOf(NodeStartException.class)
          .hasMessageStartingWith("ours@127.0.0.1 gives no name: ")
          .hasMessageContaining("cookie");
    }
  }

  private static Node nameless(Pair pair, NodeName namer) {
    try {
      return Node.start(options(pair, namer));
    } catch (NodeStartException e) {
      throw new AssertionError(e);
    }
  }

  private static NodeOptions options(Pair pair, NodeName... namers) {
    List<Seed> asked = new ArrayList<>();
    for (NodeName namer : namers) {
      asked.add(new Seed(namer, null));
    }
    return NodeOptions.of(NAMELESS)
        .withCookie(new Cookie(Pair.COOKIE))
        .withEpmdPort(pair.epmdPort)
        .withNamers(asked);
  }

  private static String unquoted(String atom) {
    return atom.replace("'", "");
  }
}
