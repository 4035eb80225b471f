package io.tempelhof.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Malformed;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Requests to spawn, in every order in which request, answer and the ends of both processes can
/// come.
class RemoteSpawnTest {
  private static final NodeName THERE = NodeName.of("there@localhost");
  private static final Pid PEER = new Pid(THERE.atom(), 5, 0, 3);
  private static final Pid CHILD = new Pid(THERE.atom(), 6, 0, 3);
  private static final Ref REF = new Ref(THERE.atom(), 3, 1, 2, 3);
  private static final Atom BOOM = Atom.of("boom");
  private static final Atom MONITOR = Atom.of("monitor");
  private static final Atom LINK = Atom.of("link");
  private static final Duration BRIEF = Duration.ofMillis(10);
  private static final RemoteSpawn.Options BOTH =
      new RemoteSpawn.Options(true, true, RemoteSpawn.Told.ALL);

  private final Recorder recorder = new Recorder();
  private final Stage stage = new Stage(recorder, Options.DEFAULT);
  private final List<Malformed> blamed = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    stage.close();
  }

  private void deliver(Signal signal) {
    stage.processes.deliver(signal, blamed::add);
  }

  private void serve() {
    stage.processes.serve((self, call) ->
        call.function().equals(BOOM) ? self.exit(BOOM) : self.receive(Pattern.term(_ -> false)));
  }

  private void request(Atom function, Term arguments, Term... options) {
    deliver(
        new Signal.SpawnRequest(
            REF,
            PEER,
            PEER,
            Atom.of("m"),
            function,
            0,
            ListTerm.of(options),
            Encoded.of(arguments)));
  }

  // Asked by others.

  @Test
  void theAnswerComesBeforeTheEnd() {
    serve();
    request(BOOM, Nil.NIL, MONITOR, LINK, Tuple.of(Atom.of("priority"), Atom.of("high")));
    List<Signal> said = recorder.take(3);
    Pid child = (Pid) ((Signal.SpawnReply) said.getFirst()).result();
    assertThat(said)
        .containsExactly(
            new Signal.SpawnReply(REF, PEER, 3, child),
            new Signal.Exit(child, PEER, BOOM),
            new Signal.Down(child, PEER, REF, BOOM));
  }

  @Test
  void theFlagsSayWhatWasAskedFor() {
    serve();
    request(BOOM, Nil.NIL);
    request(BOOM, Nil.NIL, MONITOR);
    Stage.await(() -> recorder.signals().size() == 3);
    assertThat(recorder.signals())
        .filteredOn(Signal.SpawnReply.class::isInstance)
        .map(signal -> ((Signal.SpawnReply) signal).flags())
        .containsExactly(0, 2);
  }

  @Test
  void anUnknownOptionIsRefused() {
    serve();
    request(BOOM, Nil.NIL, MONITOR, Tuple.of(Atom.of("reply"), Atom.of("yes")));
    request(BOOM, Nil.NIL, Int.of(1));
    assertThat(recorder.signals())
        .containsExactly(
            new Signal.SpawnReply(REF, PEER, 0, Atom.of("badopt")),
            new Signal.SpawnReply(REF, PEER, 0, Atom.of("badopt")));
    assertThat(stage.processes.snapshot().spawned()).isZero();
  }

  @Test
  void aFullNodeSaysSo() {
    try (var full = new Stage(recorder, Options.DEFAULT.withProcessesMax(1))) {
      full.processes.serve((_, _) -> BOOM);
      full.processes.spawn(Stage::idle);
      full.processes.deliver(
          new Signal.SpawnRequest(
              REF, PEER, PEER, Atom.of("m"), BOOM, 0, Nil.NIL, Encoded.of(Nil.NIL)),
          blamed::add);
    }
    assertThat(recorder.signals())
        .containsExactly(new Signal.SpawnReply(REF, PEER, 0, Atom.of("system_limit")));
  }

  @Test
  void argumentsThatAreNoneBlameTheirOrigin() {
    serve();
    request(BOOM, Int.of(1), MONITOR);
    request(BOOM, ListTerm.of(Int.of(1)), MONITOR);
    Stage.await(() -> blamed.size() == 2 && stage.processes.snapshot().processes() == 0);
    assertThat(recorder.take(4))
        .filteredOn(Signal.Down.class::isInstance)
        .allMatch(down -> ((Signal.Down) down).reason().equals(Atom.of("badarg")));
  }

  @Test
  void aChildEndsWithItsParent() {
    serve();
    request(Atom.of("wait"), Nil.NIL, LINK);
    Pid child = (Pid) ((Signal.SpawnReply) recorder.take(1).getFirst()).result();
    assertThat(stage.processes.info(child).orElseThrow().groupLeader()).isEqualTo(PEER);
    deliver(new Signal.Exit(PEER, child, ExitReason.NOCONNECTION));
    Stage.await(() -> stage.processes.snapshot().processes() == 0);
  }

  @Test
  void aGroupLeaderIsSetFromOutsideAndInherited() throws Exception {
    var inherited = new CompletableFuture<Pid>();
    Pid pid =
        stage.processes.spawn(self -> {
          self.receive();
          self.spawn(child -> inherited.complete(GroupLeader.of(child)));
        });
    deliver(new Signal.GroupLeader(PEER, pid));
    stage.processes.send(pid, 1);
    assertThat(Stage.get(inherited)).isEqualTo(PEER);
  }

  // Asking others.

  private Signal.SpawnRequest asked() {
    return (Signal.SpawnRequest) recorder.take(1).getFirst();
  }

  @Test
  void aRequestSaysWhatIsWanted() throws Exception {
    Pid self =
        stage.run(process -> {
          RemoteSpawn.request(process, THERE, Mfa.of("m", "f", 1), BOTH);
          return process.pid();
        });
    Signal.SpawnRequest request = asked();
    assertThat(request.from()).isEqualTo(self);
    assertThat(request.options()).hasToString("[monitor,link]");
    assertThat(request.arity()).isEqualTo(1);
    assertThat(request.arguments().toString()).isEqualTo("[1]");
  }

  @Test
  void relationsStandWithTheAnswer() throws Exception {
    Term got =
        stage.run(self -> {
          self.trapExits(true);
          Ref ref = RemoteSpawn.request(self, THERE, Mfa.of("m", "f"), BOTH);
          deliver(new Signal.SpawnReply(ref, self.pid(), 3, CHILD));
          deliver(new Signal.Exit(CHILD, self.pid(), BOOM));
          deliver(new Signal.Down(CHILD, self.pid(), ref, BOOM));
          assertThat(self.receive(RemoteSpawn.Answer.class).result()).isEqualTo(CHILD);
          assertThat(self.receive(Exited.class)).isEqualTo(new Exited(CHILD, BOOM));
          return self.receive(Down.class).source();
        });
    assertThat(got).isEqualTo(CHILD);
  }

  @Test
  void nobodyElseAnswers() throws Exception {
    Pid elsewhere = new Pid(Atom.of("third@localhost"), 6, 0, 3);
    stage.run(self -> {
      Ref ref = RemoteSpawn.request(self, THERE, Mfa.of("m", "f"), BOTH);
      deliver(new Signal.SpawnReply(ref, self.pid(), 3, elsewhere));
      deliver(new Signal.SpawnReply(ref, PEER, 3, CHILD));
      assertThat(stage.dropped(Dropped.UNEXPECTED)).isEqualTo(2);
      deliver(new Signal.SpawnReply(ref, self.pid(), 3, CHILD));
      assertThat(self.receive(RemoteSpawn.Answer.class).result()).isEqualTo(CHILD);
      return 0;
    });
  }

  @Test
  void whatIsGivenUpIsRefusedWhenItComes() throws Exception {
    stage.run(self -> {
      Ref ref = RemoteSpawn.request(self, THERE, Mfa.of("m", "f"), BOTH);
      assertThat(RemoteSpawn.abandon(self, ref)).isTrue();
      recorder.take(1);
      deliver(new Signal.SpawnReply(ref, self.pid(), 3, CHILD));
      assertThat(recorder.take(2))
          .containsExactly(
              new Signal.Demonitor(self.pid(), CHILD, ref),
              new Signal.Exit(self.pid(), CHILD, Atom.of("abandoned")));
      assertThat(RemoteSpawn.abandon(self, ref)).isFalse();
      assertThat(self.receive(BRIEF)).isEmpty();
      return 0;
    });
    assertThat(stage.dropped(Dropped.ABANDONED)).isEqualTo(1);
  }

  @Test
  void aChildWhoseParentHasEndedIsToldWhy() throws Exception {
    var asked = new CompletableFuture<Ref>();
    Pid parent =
        stage.processes.spawn(self -> {
          asked.complete(RemoteSpawn.request(self, THERE, Mfa.of("m", "f"), BOTH));
          self.exit(BOOM);
        });
    Stage.await(() -> stage.processes.info(parent).isEmpty());
    recorder.take(1);
    deliver(new Signal.SpawnReply(Stage.get(asked), parent, 3, CHILD));
    assertThat(recorder.take(2))
        .containsExactly(
            new Signal.Demonitor(parent, CHILD, Stage.get(asked)),
            new Signal.Exit(parent, CHILD, BOOM));
  }

  @Test
  void theConnectionThatBreaksIsAnAnswer() throws Exception {
    stage.run(self -> {
      CompletableFuture<Ref> ref = new CompletableFuture<>();
      Pid pid = self.pid();
      Thread.ofVirtual()
          .start(() -> {
            ref.complete(asked().ref());
            deliver(new Signal.SpawnReply(ref.join(), pid, 0, ExitReason.NOCONNECTION));
          });
      assertThatThrownBy(() -> RemoteSpawn.spawnLink(self, THERE, Mfa.of("m", "f"), Stage.PATIENCE))
          .isInstanceOf(SpawnException.class)
          .hasMessageEndingWith("noconnection");
      return 0;
    });
  }

  @Test
  void noAnswerInTimeIsATimeout() throws Exception {
    stage.run(self -> {
      assertThatThrownBy(() -> RemoteSpawn.spawn(self, THERE, Mfa.of("m", "f"), BRIEF))
          .isInstanceOf(SpawnException.class)
          .hasMessageEndingWith("timeout");
      deliver(new Signal.SpawnReply(asked().ref(), self.pid(), 0, CHILD));
      assertThat(self.receive(BRIEF)).isEmpty();
      return 0;
    });
  }

  @Test
  void noMoreThanSoManyRequestsAreOpen() throws Exception {
    stage.run(self -> {
      for (int i = 0; i < SpawnRequests.OPEN_MAX; i++) {
        RemoteSpawn.request(self, THERE, Mfa.of("m", "f"), RemoteSpawn.Options.PLAIN);
      }
      assertThatThrownBy(
              () -> RemoteSpawn.request(self, THERE, Mfa.of("m", "f"), RemoteSpawn.Options.PLAIN))
          .isInstanceOf(SystemLimitException.class);
      return 0;
    });
  }

  @Test
  void onThisNodeItIsTheSame() throws Exception {
    serve();
    stage.run(self -> {
      self.trapExits(true);
      Pid child = RemoteSpawn.spawnLink(self, Stage.NODE, Mfa.of("m", "boom"), Stage.PATIENCE);
      assertThat(self.receive(Exited.class)).isEqualTo(new Exited(child, BOOM));
      Self.Spawned watched =
          RemoteSpawn.spawnMonitor(self, Stage.NODE, Mfa.of("m", "boom"), Stage.PATIENCE);
      assertThat(self.receive(Down.class).ref()).isEqualTo(watched.ref());
      return 0;
    });
  }
}
