package io.tempelhof.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Many processes on two nodes call servers that answer, hesitate and end, while connections break.
/// Every call ends, with its own answer or with the news, and leaves nothing behind. Threads make
/// every run a different one; the seed fixes what each process tries.
class CallStressTest {
  private static final int SERVERS_PER_NODE = 10;
  private static final int CALLERS_PER_NODE = 30;
  private static final int CALLS = 200;

  /// Too short for some answers.
  private static final Duration HASTE = Duration.ofNanos(100_000);

  private static final Atom TIRED = Atom.of("tired");
  private static final Set<Term> NEWS = Set.of(TIRED, ExitReason.NOPROC, ExitReason.NOCONNECTION);

  /// A process that calls.
  ///
  /// @param called all its calls have ended
  /// @param done nothing came after that
  private record Caller(CompletableFuture<Void> called, CompletableFuture<Void> done) {
    boolean hasFailed() {
      return called.isCompletedExceptionally();
    }
  }

  @ParameterizedTest(name = "seed {0}, {1} breaks")
  @CsvSource({"1, 0", "2, 20", "3, 20"})
  void everyCallEndsOnceAndLeavesNothingBehind(long seed, int breaks) throws Exception {
    try (var wire = new Wire()) {
      for (Wire.End end : wire.ends()) {
        for (int i = 0; i < SERVERS_PER_NODE; i++) {
          String name = "server" + i;
          end.processes.spawn(self -> keepServing(self, name));
        }
      }
      var ended = new LongAdder();
      var mustBeQuiet = new CountDownLatch(1);
      List<NodeName> nodes = wire.ends().stream().map(end -> end.processes.node()).toList();
      List<Caller> callers = new ArrayList<>();
      for (Wire.End end : wire.ends()) {
        for (int i = 0; i < CALLERS_PER_NODE; i++) {
          var random = new SplittableRandom(seed * 10_000 + callers.size());
          callers.add(caller(end.processes, nodes, random, ended, mustBeQuiet));
        }
      }
      for (int i = 0; i < breaks; i++) {
        long reached = (long) i * callers.size() * CALLS / breaks;
        Stage.await(() -> ended.sum() > reached || callers.stream().anyMatch(Caller::hasFailed));
        wire.breakNow();
      }
      for (Caller caller : callers) {
        Stage.get(caller.called);
      }
      Stage.await(wire::isQuiet);
      mustBeQuiet.countDown();
      for (Caller caller : callers) {
        Stage.get(caller.done);
      }
      Stage.await(wire::isQuiet);
      wire.ends().forEach(end -> assertNobodyIsMonitored(end.processes, seed));
    }
  }

  private static void assertNobodyIsMonitored(Processes processes, long seed) {
    processes
        .list()
        .forEach(pid ->
            processes
                .info(pid)
                .ifPresent(info -> assertThat(info.monitoredBy()).as("seed %d", seed).isEmpty()));
    assertThat(processes.snapshot().crashed()).as("seed %d", seed).isZero();
  }

  private static void keepServing(Self self, String name) {
    self.trapExits(true);
    while (true) {
      self.spawnLink(server -> {
        server.register(name);
        while (true) {
          if (GenMessage.of(server.receive()) instanceof GenMessage.Call call) {
            serve(server, call);
          }
        }
      });
      self.receive(Exited.class);
    }
  }

  /// The number asked with says how.
  private static void serve(Self self, GenMessage.Call call) {
    long number = Long.parseLong(call.request().toString());
    if (number % 40 == 0) {
      throw self.exit(TIRED);
    }
    if (number % 10 == 0) {
      LockSupport.parkNanos(HASTE.toNanos());
    }
    call.from().reply(self, call.request());
    if (number % 3 == 0) {
      call.from().reply(self, call.request());
    }
  }

  private static Caller caller(
      Processes processes,
      List<NodeName> nodes,
      SplittableRandom random,
      LongAdder ended,
      CountDownLatch mustBeQuiet) {
    var caller = new Caller(new CompletableFuture<>(), new CompletableFuture<>());
    processes.spawn(self -> {
      try {
        for (int i = 0; i < CALLS; i++) {
          callOne(self, nodes.get(random.nextInt(nodes.size())), random);
          ProcessInfo info = processes.info(self.pid()).orElseThrow();
          assertThat(info.monitors()).isEmpty();
          assertThat(info.aliases()).isEmpty();
          ended.increment();
        }
        caller.called.complete(null);
        mustBeQuiet.await();
        assertThat(self.receive(Duration.ZERO)).isEmpty();
        caller.done.complete(null);
        Stage.idle(self);
      } catch (Exception | AssertionError e) {
        caller.called.completeExceptionally(e);
        caller.done.completeExceptionally(e);
      }
    });
    return caller;
  }

  private static void callOne(Self self, NodeName node, SplittableRandom random) {
    long number = random.nextLong(1, 1_000_000);
    boolean hasty = random.nextInt(3) == 0;
    String server = "server" + random.nextInt(SERVERS_PER_NODE);
    var target = new MonitorTable.Target(Atom.of(server), node.atom());
    Question.Outcome outcome =
        Question.call(self, target, number).await(hasty ? HASTE : Stage.PATIENCE.dividedBy(2));
    switch (outcome) {
      case Question.Answered(Object answer) -> assertThat(answer).isEqualTo(Int.of(number));
      case Question.Gone(Term reason) -> assertThat(reason).isIn(NEWS);
      case Question.TimedOut _ -> assertThat(hasty).as("it has had time enough").isTrue();
    }
  }
}
