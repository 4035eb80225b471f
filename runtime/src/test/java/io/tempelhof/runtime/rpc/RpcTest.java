package io.tempelhof.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.RaisedException;
import io.tempelhof.runtime.RaisedException.Kind;
import io.tempelhof.runtime.Stage;
import io.tempelhof.runtime.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls of functions from one node of ours to itself ({@code false}) and to another ({@code
/// true}).
class RpcTest {
  private static final Duration BRIEF = Duration.ofMillis(20);

  private final Wire wire = new Wire();
  private final Processes here = wire.ends().getFirst().processes;
  private final Processes there = wire.ends().getLast().processes;
  private final Exports exportsHere = Exports.of(here);
  private final Exports exportsThere = Exports.of(there);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void end() throws Exception {
    release.countDown();
    wire.close();
  }

  private static NodeName node(boolean remote) {
    return NodeName.of(remote ? "other@localhost" : "one@localhost");
  }

  private void export(String function, int arity, Exports.RawFunction code) {
    exportsHere.raw("m", function, arity, code);
    exportsThere.raw("m", function, arity, code);
  }

  /// Runs in a process of this end and waits for what it gives.
  private <T> T run(Stage.Act<T> act) throws Exception {
    var result = new CompletableFuture<T>();
    here.spawn(self -> {
      try {
        result.complete(act.in(self));
      } catch (Throwable t) {
        result.completeExceptionally(t);
      }
    });
    return Stage.get(result);
  }

  private Outcome outcome(boolean remote, Mfa call) throws Exception {
    return run(self -> Rpc.request(self, node(remote), call).await(Stage.PATIENCE));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCallGivesTheValue(boolean remote) throws Exception {
    exportsHere.function("m", "twice", Long.class, n -> 2 * n);
    exportsThere.function("m", "twice", Long.class, n -> 2 * n);
    Mfa call = Mfa.of("m", "twice", 21);
    Term term = run(self -> Rpc.call(self, node(remote), call, Stage.PATIENCE));
    long value = run(self -> Rpc.call(self, node(remote), call, Long.class, Stage.PATIENCE));
    assertThat(term).isEqualTo(Int.of(42));
    assertThat(value).isEqualTo(42);
    assertThat(Rpc.call(here, node(remote), call, Long.class, Stage.PATIENCE)).isEqualTo(42);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFunctionRunsInAProcessOfTheOtherNode(boolean remote) throws Exception {
    export("where", 0, (self, _) -> Tuple.of(self.node().atom(), self.pid()));
    Tuple where =
        (Tuple) run(self -> Rpc.call(self, node(remote), Mfa.of("m", "where"), Stage.PATIENCE));
    assertThat(where.at(0)).isEqualTo(node(remote).atom());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatTheFunctionRaisesArrives(boolean remote) throws Exception {
    export("error", 0, (_, _) -> fail(RaisedException.error(Atom.of("bad"), ListTerm.of())));
    export("exit", 0, (_, _) -> fail(RaisedException.exit(Atom.of("bad"))));
    export("exit_self", 0, (self, _) -> self.exit(Atom.of("bad")));
    export("thrown", 0, (_, _) -> fail(RaisedException.thrown(Atom.of("bad"))));
    Term none = ListTerm.of();
    assertThat(outcome(remote, Mfa.of("m", "error")))
        .isEqualTo(new Outcome.Raised(Kind.ERROR, Atom.of("bad"), none));
    assertThat(outcome(remote, Mfa.of("m", "exit")))
        .isEqualTo(new Outcome.Raised(Kind.EXIT, Atom.of("bad"), none));
    assertThat(outcome(remote, Mfa.of("m", "exit_self")))
        .isEqualTo(new Outcome.Raised(Kind.EXIT, Atom.of("bad"), none));
    assertThat(outcome(remote, Mfa.of("m", "thrown")))
        .isEqualTo(new Outcome.Raised(Kind.THROW, Atom.of("bad"), none));
  }

  private static Object fail(RaisedException raised) {
    throw raised;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anExceptionArrivesWithItsClassMessageAndStack(boolean remote) throws Exception {
    export(
        "broken",
        1,
        (_, _) -> {
          throw new IllegalStateException("the till is closed");
        });
    Outcome.Raised raised = (Outcome.Raised) outcome(remote, Mfa.of("m", "broken", 1));
    assertThat(raised.reason())
        .hasToString("{'java.lang.IllegalStateException',<<\"the till is closed\">>}");
    assertThat(raised.stack().toString())
        .contains("RpcTest.java")
        .endsWith("{m,broken,1,[]}]")
        .doesNotContain("Erpc");
    assertThatThrownBy(() -> Rpc.call(here, node(remote), Mfa.of("m", "broken", 1), Stage.PATIENCE))
        .isInstanceOf(RpcException.class)
        .hasMessageStartingWith("m:broken/1 on " + node(remote) + ": it raised ERROR {'java.lang");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsNotExportedIsUndefined(boolean remote) throws Exception {
    assertThat(outcome(remote, Mfa.of("os", "cmd", "rm")))
        .hasToString("it raised ERROR undef at [{os,cmd,[<<\"rm\">>],[]}]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void argumentsOfOtherTypesMatchNoClause(boolean remote) throws Exception {
    exportsHere.function("m", "twice", Long.class, n -> 2 * n);
    exportsThere.function("m", "twice", Long.class, n -> 2 * n);
    assertThat(outcome(remote, Mfa.of("m", "twice", "x")))
        .hasToString("it raised ERROR function_clause at [{m,twice,[<<\"x\">>],[]}]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoGivesUpHearsNothingMore(boolean remote) throws Exception {
    export(
        "late",
        0,
        (_, _) -> {
          Stage.heedless(release);
          return Atom.of("late");
        });
    Term next =
        run(self -> {
          assertThat(Rpc.request(self, node(remote), Mfa.of("m", "late")).await(BRIEF))
              .isEqualTo(new Outcome.TimedOut());
          release.countDown();
          Stage.await(() -> (remote ? there : here).snapshot().processes() == (remote ? 0 : 1));
          self.send(self.pid(), "mine");
          return self.receive();
        });
    assertThat(next).hasToString("<<\"mine\">>");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theEndOfItsProcessIsTheEndOfACall(boolean remote) throws Exception {
    var pid = new CompletableFuture<Pid>();
    export(
        "wait",
        0,
        (self, _) -> {
          pid.complete(self.pid());
          return self.receive(Pattern.term(_ -> false));
        });
    CompletableFuture<Outcome> outcome =
        Rpc.future(here, node(remote), Mfa.of("m", "wait"), Stage.PATIENCE);
    run(self -> {
      self.exit(Stage.get(pid), Atom.of("enough"));
      return 0;
    });
    assertThat(Stage.get(outcome)).isEqualTo(new Outcome.Ended(Atom.of("enough")));
  }

  @Test
  void aBrokenConnectionEndsACall() throws Exception {
    var started = new CountDownLatch(1);
    export(
        "wait",
        0,
        (self, _) -> {
          started.countDown();
          return self.receive(Pattern.term(_ -> false));
        });
    CompletableFuture<Outcome> outcome =
        Rpc.future(here, node(true), Mfa.of("m", "wait"), Stage.PATIENCE);
    started.await();
    wire.breakNow();
    assertThat(Stage.get(outcome)).isEqualTo(new Outcome.NoConnection());
  }

  @Test
  void aNodeThatServesNothingSaysSo() throws Exception {
    try (var stage = new Stage(false)) {
      Outcome outcome =
          stage.run(self -> Rpc.request(self, Stage.NODE, Mfa.of("m", "f")).await(Stage.PATIENCE));
      assertThat(outcome).isEqualTo(new Outcome.NotSupported());
      Outcome nowhere =
          stage.run(self -> Rpc.request(self, node(true), Mfa.of("m", "f")).await(Stage.PATIENCE));
      assertThat(nowhere).isEqualTo(new Outcome.NoConnection());
    }
  }

  @Test
  void outcomesOfManyNodesComeInTheirOrder() throws Exception {
    exportsHere.function("m", "who", () -> "one");
    exportsThere.function("m", "who", () -> fail(RaisedException.thrown("two")));
    List<NodeName> nodes = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      nodes.add(node(i % 3 == 0));
      expected.add(
          i % 3 == 0
              ? "it raised THROW <<\"two\">>"
              : new Outcome.Value(Binary.of("one")).toString());
    }
    List<Outcome> outcomes =
        run(self -> Rpc.multicall(self, nodes, Mfa.of("m", "who"), Stage.PATIENCE));
    assertThat(outcomes).map(Outcome::toString).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCastRunsAndIsNotHeardOf(boolean remote) throws Exception {
    var ran = new CountDownLatch(2);
    export(
        "note",
        1,
        (_, _) -> {
          ran.countDown();
          throw new IllegalStateException("nobody hears");
        });
    Term next =
        run(self -> {
          Rpc.cast(self, node(remote), Mfa.of("m", "note", 1));
          Rpc.cast(self, node(remote), Mfa.of("m", "note", 2));
          Rpc.cast(self, node(remote), Mfa.of("m", "nothing"));
          ran.await();
          self.send(self.pid(), 1);
          return self.receive();
        });
    assertThat(next).isEqualTo(Int.of(1));
  }
}
