package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.AliasOption;
import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Dropped;
import io.tempelhof.runtime.GenMessage;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Question;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Aliases and calls between nodes of ours, whose connections come and go.
class AliasesAcrossNodesTest {
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Atom GO = Atom.of("go");

  private final TestCluster cluster = new TestCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  private Node node(String name) {
    return cluster.start(name, o -> o.withIdleTimeout(IDLE));
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static long deadAliases(Node node) {
    return node.processes().snapshot().dropped().getOrDefault(Dropped.NO_ALIAS, -1L);
  }

  private static void awaitIdleClose(Node node) {
    TestCluster.await(
        "the connection is collected",
        () ->
            node.status().count(Counter.CLOSED_IDLE) == 1 && node.status().connections().isEmpty());
  }

  @Test
  void anAliasOutlivesTheConnectionItWentOver() throws Exception {
    Node a = node("a");
    Node b = node("b");
    b.spawn(
        "sender",
        self -> {
          Ref alias = self.receive(Ref.class);
          self.receive(Pattern.term(GO::equals));
          self.send(alias, 1);
          self.send(alias, 2);
        });
    var got = new CompletableFuture<Term>();
    a.spawn(self -> {
      self.send("sender", b.name(), self.alias(AliasOption.REPLY));
      got.complete(self.receive());
    });
    awaitIdleClose(a);
    b.processes().send("sender", GO);
    assertThat(get(got)).isEqualTo(Int.of(1));
    TestCluster.await("the second came to nothing", () -> deadAliases(a) == 1);
  }

  @Test
  void aCallThatTookTooLongKeepsNoConnectionAndItsAnswerVanishes() throws Exception {
    Node a = node("a");
    Node b = node("b");
    Pid server =
        b.spawn(self -> {
          GenMessage.Call call = (GenMessage.Call) GenMessage.of(self.receive());
          self.receive(Pattern.term(GO::equals));
          call.from().reply(self, Tuple.of());
          self.receive(Pattern.term(GO::equals));
        });
    var target = new MonitorTable.Target(server, server.node());
    var outcome = new CompletableFuture<Question.Outcome>();
    a.spawn(self -> outcome.complete(Question.call(self, target, 1).await(Duration.ofMillis(50))));
    assertThat(get(outcome)).isEqualTo(new Question.TimedOut());
    awaitIdleClose(a);
    assertThat(b.processes().info(server).orElseThrow().monitoredBy()).isEmpty();
    b.processes().send(server, GO);
    TestCluster.await("the answer came to nothing", () -> deadAliases(a) == 1);
  }
}
