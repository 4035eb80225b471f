package io.tempelhof.runtime;

import static io.tempelhof.core.signal.ExitReason.KILL;
import static io.tempelhof.core.signal.ExitReason.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.UnmappableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What processes say to other nodes.
class OutgoingTest {
  private static final NodeName THERE = NodeName.of("there@localhost");
  private static final Pid PEER = new Pid(THERE.atom(), 5, 0, 3);
  private static final Ref ALIAS = new Ref(THERE.atom(), 3, 1, 2, 3);
  private static final Atom BOOM = Atom.of("boom");
  private static final Atom NAME = Atom.of("till");

  private final Recorder recorder = new Recorder();
  private final Stage stage = new Stage(recorder, Options.DEFAULT);

  @AfterEach
  void end() {
    stage.close();
  }

  private static Encoded encoded(Term term) {
    return Encoded.of(term);
  }

  @Test
  void messagesGoEncodedAndInOrder() throws Exception {
    Pid me =
        stage.run(self -> {
          self.send(PEER, 1);
          self.send("till", THERE, 2);
          self.send(ALIAS, 3);
          assertThat(self.trySend(PEER, 4)).isTrue();
          assertThat(self.trySend("till", THERE, 5)).isTrue();
          return self.pid();
        });
    assertThat(recorder.signals())
        .containsExactly(
            new Signal.Send(me, PEER, encoded(Int.of(1))),
            new Signal.SendName(me, NAME, encoded(Int.of(2))),
            new Signal.SendAlias(me, ALIAS, encoded(Int.of(3))),
            new Signal.Send(me, PEER, encoded(Int.of(4))),
            new Signal.SendName(me, NAME, encoded(Int.of(5))));
    assertThat(recorder.nodes()).containsExactly(THERE);
    assertThat(stage.processes.snapshot().sent()).isEqualTo(5);
  }

  @Test
  void messagesFromOutsideComeFromNoProcess() throws Exception {
    stage.processes.send(PEER, 1);
    stage.processes.send("till", THERE, 2);
    Pid outside = new Pid(Stage.NODE.atom(), 0, 0, Stage.CREATION);
    assertThat(recorder.signals())
        .containsExactly(
            new Signal.Send(outside, PEER, encoded(Int.of(1))),
            new Signal.SendName(outside, NAME, encoded(Int.of(2))));
  }

  @Test
  void whatHasNoTermFormIsRefusedBeforeItTravels() throws Exception {
    stage.run(self -> {
      assertThatExceptionOfType(UnmappableException.class)
          .isThrownBy(() -> self.send(PEER, new CountDownLatch(1)));
      return "refused";
    });
    assertThat(recorder.signals()).isEmpty();
  }

  @Test
  void trySendSaysWhenThereIsNoRoom() throws Exception {
    recorder.room(false);
    boolean sent = stage.run(self -> self.trySend(PEER, 1));
    assertThat(sent).isFalse();
    assertThat(recorder.signals()).isEmpty();
    assertThat(stage.processes.snapshot().sent()).isZero();
  }

  @Test
  void aSenderWaitsForRoom() throws Exception {
    recorder.room(false);
    var thread = new CompletableFuture<Thread>();
    var sent =
        stage.start(self -> {
          thread.complete(Thread.currentThread());
          self.send(PEER, 1);
          return "sent";
        });
    Stage.awaitBlocked(Stage.get(thread));
    assertThat(recorder.signals()).isEmpty();
    Stage.get(thread).interrupt();
    recorder.room(true);
    assertThat(Stage.get(sent)).isEqualTo("sent");
    assertThat(recorder.take(1)).hasSize(1);
  }

  @Test
  void aProcessThatWaitsForRoomCanBeEnded() throws Exception {
    recorder.room(false);
    var thread = new CompletableFuture<Thread>();
    Pid pid =
        stage.processes.spawn(self -> {
          thread.complete(Thread.currentThread());
          self.send(PEER, 1);
        });
    Stage.awaitBlocked(Stage.get(thread));
    Term reason =
        stage.run(self -> {
          self.monitor(pid);
          self.exit(pid, BOOM);
          return self.receive(Down.class).reason();
        });
    assertThat(reason).isEqualTo(BOOM);
    assertThat(recorder.signals()).as("nothing was sent").isEmpty();
  }

  @Test
  void linksFollowTheProtocol() throws Exception {
    Pid me =
        stage.run(self -> {
          self.link(PEER);
          self.link(PEER);
          self.unlink(PEER);
          self.unlink(PEER);
          self.link(PEER);
          return self.pid();
        });
    List<Signal> signals = recorder.take(4);
    long id = ((Signal.Unlink) signals.get(1)).id();
    assertThat(id).isNotZero();
    assertThat(signals)
        .containsExactly(
            new Signal.Link(me, PEER),
            new Signal.Unlink(id, me, PEER),
            new Signal.Link(me, PEER),
            new Signal.Exit(me, PEER, NORMAL));
  }

  @Test
  void aLinkNeverWaitsForRoom() throws Exception {
    recorder.room(false);
    Pid me =
        stage.run(self -> {
          self.link(PEER);
          return self.pid();
        });
    assertThat(recorder.take(2))
        .containsExactly(new Signal.Link(me, PEER), new Signal.Exit(me, PEER, NORMAL));
  }

  @Test
  void aMonitorWaitsForRoomAndIsMadeThen() throws Exception {
    recorder.room(false);
    var watcher = new CompletableFuture<Pid>();
    var thread = new CompletableFuture<Thread>();
    var made =
        stage.start(self -> {
          watcher.complete(self.pid());
          thread.complete(Thread.currentThread());
          return self.monitor(PEER);
        });
    Stage.awaitBlocked(Stage.get(thread));
    assertThat(recorder.signals()).isEmpty();
    recorder.room(true);
    Ref ref = Stage.get(made);
    assertThat(recorder.take(2))
        .startsWith(new Signal.Monitor(Stage.get(watcher), PEER, ref))
        .hasSize(2);
  }

  @Test
  void monitorsAreSetAndGivenUp() throws Exception {
    List<Object> made =
        stage.run(self -> {
          Ref one = self.monitor(PEER);
          Ref two = self.monitor("till", THERE);
          self.demonitor(one);
          return List.of(self.pid(), one, two);
        });
    Pid me = (Pid) made.get(0);
    Ref one = (Ref) made.get(1);
    Ref two = (Ref) made.get(2);
    assertThat(recorder.take(4))
        .containsExactly(
            new Signal.Monitor(me, PEER, one),
            new Signal.Monitor(me, NAME, two),
            new Signal.Demonitor(me, PEER, one),
            // At its end a process gives up what it still watches.
            new Signal.Demonitor(me, NAME, two));
    assertThat(recorder.nodes()).isEmpty();
  }

  @Test
  void exitsAreAskedFor() throws Exception {
    Pid me =
        stage.run(self -> {
          self.exit(PEER, KILL);
          return self.pid();
        });
    assertThat(recorder.signals()).containsExactly(new Signal.ExitRequest(me, PEER, KILL));
  }

  @Test
  void aCallIsAnsweredToItsAliasOrItsPid() throws Exception {
    Term plain = ALIAS;
    Term aliased = ListTerm.improper(List.of(Atom.of("alias")), ALIAS);
    Pid me =
        stage.run(self -> {
          new From(PEER, plain).reply(self, Atom.of("yes"));
          new From(PEER, aliased).reply(self, Atom.of("yes"));
          return self.pid();
        });
    assertThat(recorder.signals())
        .containsExactly(
            new Signal.Send(me, PEER, encoded(Tuple.of(plain, Atom.of("yes")))),
            new Signal.SendAlias(me, ALIAS, encoded(Tuple.of(aliased, Atom.of("yes")))));
  }
}
