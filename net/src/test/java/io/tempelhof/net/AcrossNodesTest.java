package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Exited;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What processes on two nodes can do to each other.
class AcrossNodesTest {
  private static final NodeName NOWHERE = NodeName.of("nowhere@127.0.0.1");

  private final TestCluster cluster = new TestCluster();
  private Node berlin;
  private Node prague;

  @BeforeEach
  void start() {
    berlin = cluster.start("berlin");
    prague = cluster.start("prague");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  /// What a function gives that runs in a process on berlin.
  private <T> T inBerlin(Work<T> work) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    berlin.spawn(self -> {
      try {
        result.complete(work.run(self));
      } catch (RuntimeException | AssertionError e) {
        result.completeExceptionally(e);
        throw e;
      }
    });
    return result.get(20, TimeUnit.SECONDS);
  }

  private interface Work<T> {
    T run(Self self) throws Exception;
  }

  /// A process that does what it is told: `{exit, Reason}`, `{link, Pid}`, or answers `{ping,
  /// Pid}`.
  private static final Body PUPPET =
      self -> {
        while (true) {
          Tuple order = (Tuple) self.receive();
          switch (((Atom) order.at(0)).text()) {
            case "exit" -> throw self.exit(order.at(1));
            case "link" -> self.link((Pid) order.at(1));
            default -> self.send((Pid) order.at(1), Atom.of("pong"));
          }
        }
      };

  private static Tuple order(String what, Term with) {
    return Tuple.of(Atom.of(what), with);
  }

  @Test
  void aMessageIsAnswered() throws Exception {
    prague.spawn("puppet", PUPPET);
    Term answer =
        inBerlin(self -> {
          self.send("puppet", prague.name(), order("ping", self.pid()));
          return self.receive();
        });
    assertThat(answer).isEqualTo(Atom.of("pong"));
  }

  @Test
  void aMonitorTellsTheReason() throws Exception {
    Pid puppet = prague.spawn(PUPPET);
    Down down =
        inBerlin(self -> {
          var ref = self.monitor(puppet);
          self.send(puppet, order("exit", Tuple.of(Atom.of("because"), Int.of(3))));
          Down fired = self.receive(Down.class);
          assertThat(fired.ref()).isEqualTo(ref);
          return fired;
        });
    assertThat(down.source()).isEqualTo(puppet);
    assertThat(down.reason()).isEqualTo(Tuple.of(Atom.of("because"), Int.of(3)));
  }

  @Test
  void aMonitorOnANameNamesItAndItsNode() throws Exception {
    prague.spawn("puppet", PUPPET);
    Down down =
        inBerlin(self -> {
          self.monitor("puppet", prague.name());
          self.send("puppet", prague.name(), order("exit", Atom.of("over")));
          return self.receive(Down.class);
        });
    assertThat(down.source()).isEqualTo(Tuple.of(Atom.of("puppet"), prague.name().atom()));
    assertThat(down.reason()).isEqualTo(Atom.of("over"));
  }

  @Test
  void whoIsNotThereIsNoproc() throws Exception {
    Down down =
        inBerlin(self -> {
          self.monitor("nobody", prague.name());
          return self.receive(Down.class);
        });
    assertThat(down.reason()).isEqualTo(ExitReason.NOPROC);
  }

  @Test
  void aLinkCarriesTheEndToTheOtherNode() throws Exception {
    Pid puppet = prague.spawn(PUPPET);
    Exited exited =
        inBerlin(self -> {
          self.trapExits(true);
          self.link(puppet);
          self.send(puppet, order("exit", Atom.of("enough")));
          return self.receive(Exited.class);
        });
    assertThat(exited.from()).isEqualTo(puppet);
    assertThat(exited.reason()).isEqualTo(Atom.of("enough"));
  }

  @Test
  void aLinkMadeOverThereEndsTheProcessHere() throws Exception {
    Pid puppet = prague.spawn(PUPPET);
    CompletableFuture<Pid> linked = new CompletableFuture<>();
    Pid here =
        berlin.spawn(self -> {
          self.send(puppet, order("link", self.pid()));
          linked.complete(self.pid());
          self.receive();
        });
    linked.get(20, TimeUnit.SECONDS);
    Down down =
        inBerlin(self -> {
          self.monitor(here);
          self.send(puppet, order("ping", self.pid()));
          self.receive();
          self.send(puppet, order("exit", Atom.of("kill")));
          return self.receive(Down.class);
        });
    assertThat(down.reason()).isEqualTo(Atom.of("kill"));
  }

  @Test
  void killIsFeltAsKilledByTheLinked() throws Exception {
    Pid puppet = prague.spawn(PUPPET);
    Exited exited =
        inBerlin(self -> {
          self.trapExits(true);
          self.link(puppet);
          self.exit(puppet, Atom.of("kill"));
          return self.receive(Exited.class);
        });
    assertThat(exited.reason()).isEqualTo(Atom.of("killed"));
  }

  @Test
  void anUnlinkedProcessIsLeftAlone() throws Exception {
    Pid puppet = prague.spawn(PUPPET);
    boolean quiet =
        inBerlin(self -> {
          self.trapExits(true);
          self.link(puppet);
          self.unlink(puppet);
          var ref = self.monitor(puppet);
          self.send(puppet, order("exit", Atom.of("enough")));
          assertThat(self.receive(Down.class).ref()).isEqualTo(ref);
          return self.receive(Duration.ZERO).isEmpty();
        });
    assertThat(quiet).isTrue();
  }

  @Test
  void aClosedNodeFiresNoconnectionOnce() throws Exception {
    Pid puppet = prague.spawn(PUPPET);
    CompletableFuture<Void> watching = new CompletableFuture<>();
    CompletableFuture<Down> down = new CompletableFuture<>();
    CompletableFuture<Exited> exited = new CompletableFuture<>();
    CompletableFuture<Boolean> quiet = new CompletableFuture<>();
    berlin.spawn(self -> {
      self.trapExits(true);
      self.monitor(puppet);
      self.link(puppet);
      self.send(puppet, order("ping", self.pid()));
      self.receive();
      watching.complete(null);
      exited.complete(self.receive(Exited.class));
      down.complete(self.receive(Down.class));
      quiet.complete(self.receive(Duration.ZERO).isEmpty());
    });
    watching.get(20, TimeUnit.SECONDS);
    prague.close();
    // A process of a node that closes is killed first, and its end may still be told.
    assertThat(down.get(20, TimeUnit.SECONDS).reason())
        .isIn(ExitReason.NOCONNECTION, Atom.of("killed"));
    assertThat(exited.get(20, TimeUnit.SECONDS).from()).isEqualTo(puppet);
    assertThat(quiet.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoCannotBeReachedIsNoconnection() throws Exception {
    Down down =
        inBerlin(self -> {
          self.monitor("any", NOWHERE);
          return self.receive(Down.class);
        });
    assertThat(down.reason()).isEqualTo(ExitReason.NOCONNECTION);
    assertThat(berlin.status().dialFailures()).containsKey("REFUSED");
  }

  @Test
  void theNextSendDialsAgain() throws Exception {
    inBerlin(self -> {
      self.send("any", NOWHERE, Int.of(1));
      return true;
    });
    TestCluster.await("first dial failed", () -> berlin.status().count(Counter.DROPPED) == 1);
    Node nowhere = cluster.start("nowhere");
    nowhere.spawn("any", PUPPET);
    Term answer =
        inBerlin(self -> {
          self.send("any", NOWHERE, order("ping", self.pid()));
          return self.receive();
        });
    assertThat(answer).isEqualTo(Atom.of("pong"));
  }

  @Test
  void bothDialAtOnceAndOneConnectionRemains() throws Exception {
    for (int round = 0; round < 10; round++) {
      Node a = cluster.start("a" + round);
      Node z = cluster.start("z" + round);
      var there = a.ping(z.name());
      var back = z.ping(a.name());
      assertThat(there.get(20, TimeUnit.SECONDS).pong()).isTrue();
      assertThat(back.get(20, TimeUnit.SECONDS).pong()).isTrue();
      assertThat(a.status().connections()).hasSize(1);
      assertThat(a.status().count(Counter.CLOSED_BROKEN)).isZero();
      assertThat(z.status().count(Counter.CLOSED_BROKEN)).isZero();
      a.close();
      z.close();
    }
  }
}
