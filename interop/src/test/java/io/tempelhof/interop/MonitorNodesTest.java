package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.NodeDown;
import io.tempelhof.runtime.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Of a genuine node processes hear as genuine ones do: an open connection is life.
class MonitorNodesTest {
  private static final String GENUINE = "genuine@127.0.0.1";
  private static final int MESSAGES = 100;

  private static List<Term> next(int count, BlockingQueue<Term> heard) throws Exception {
    List<Term> next = new ArrayList<>();
    while (next.size() < count) {
      Term message = heard.poll(20, TimeUnit.SECONDS);
      assertThat(message).as("after %s", next).isNotNull();
      next.add(message);
    }
    return next;
  }

  private static Term said(String what) {
    return Tuple.of(Atom.of(what), Atom.of(GENUINE));
  }

  @Test
  void whatAGenuineNodeSaysComesBetweenItsNodeupAndItsNodedown() throws Exception {
    try (var pair = new Pair();
        var erl = pair.erlang(GENUINE)) {
      BlockingQueue<Term> heard = new LinkedBlockingQueue<>();
      CompletableFuture<Boolean> monitors = new CompletableFuture<>();
      pair.ours.spawn(
          "monitor",
          self -> {
            self.monitorNodes();
            monitors.complete(true);
            while (true) {
              heard.add(self.receive());
            }
          });
      assertThat(monitors.get(20, TimeUnit.SECONDS)).isTrue();
      for (int round = 0; round < 2; round++) {
        String there = "{monitor, " + pair.atom() + "}";
        erl.eval("[" + there + " ! I || I <- lists:seq(1, " + MESSAGES + ")].");
        assertThat(next(1, heard)).containsExactly(said("nodeup"));
        assertThat(pair.ours.nodes(NodeKind.HIDDEN)).containsExactly(NodeName.of(GENUINE));
        assertThat(pair.ours.nodes()).isEmpty();
        erl.eval("erlang:disconnect_node(" + pair.atom() + ").");
        assertThat(next(MESSAGES, heard)).extracting(Term::toString).first().isEqualTo("1");
        assertThat(next(1, heard)).containsExactly(said("nodedown"));
        assertThat(pair.ours.nodes(NodeKind.HIDDEN)).isEmpty();
      }
    }
  }

  @Test
  void theMonitorOfAGenuineNodeFiresWhenItEndsAndWhenThereIsNone() throws Exception {
    try (var pair = new Pair()) {
      CompletableFuture<Boolean> watched = new CompletableFuture<>();
      CompletableFuture<Term> down = new CompletableFuture<>();
      try (var erl = pair.erlang(GENUINE)) {
        pair.ours.spawn(self -> {
          self.monitorNode(Pair.name(erl));
          watched.complete(true);
          down.complete(self.receive(NodeDown.class).node());
        });
        assertThat(watched.get(20, TimeUnit.SECONDS)).isTrue();
        Eventually.is("it was sought", () -> !pair.ours.nodes(NodeKind.HIDDEN).isEmpty());
        assertThat(down).isNotDone();
      }
      assertThat(down.get(20, TimeUnit.SECONDS)).isEqualTo(Atom.of(GENUINE));
      CompletableFuture<Term> none = new CompletableFuture<>();
      pair.ours.spawn(self -> {
        self.monitorNode(NodeName.of(GENUINE));
        none.complete(self.receive(NodeDown.class).node());
      });
      assertThat(none.get(20, TimeUnit.SECONDS)).isEqualTo(Atom.of(GENUINE));
    }
  }
}
