package io.tempelhof.runtime;

import static io.tempelhof.core.signal.ExitReason.KILL;
import static io.tempelhof.core.signal.ExitReason.KILLED;
import static io.tempelhof.core.signal.ExitReason.NOCONNECTION;
import static io.tempelhof.core.signal.ExitReason.NOPROC;
import static io.tempelhof.core.signal.ExitReason.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Malformed;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What signals from other nodes do to processes here, and what they are answered.
class IncomingTest {
  private static final NodeName THERE = NodeName.of("there@localhost");
  private static final Pid PEER = new Pid(THERE.atom(), 5, 0, 3);
  private static final Ref REF = new Ref(THERE.atom(), 3, 1, 2, 3);
  private static final Atom BOOM = Atom.of("boom");
  private static final Atom NAME = Atom.of("till");

  private static final Pid DEAD = new Pid(Stage.NODE.atom(), 999, 0, Stage.CREATION);
  private static final Pid OLDER = new Pid(Stage.NODE.atom(), 1, 0, Stage.CREATION - 1);
  private static final Pid FOREIGN = new Pid(Atom.of("third@localhost"), 1, 0, 1);

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

  private static Encoded encoded(long n) {
    return Encoded.of(Int.of(n));
  }

  /// What an alias of this process could look like.
  private static Ref alias(Pid owner) {
    return new Ref(owner.node(), owner.creation(), 1, 2, 3, owner.id(), owner.serial());
  }

  /// A process that collects what it gets, once it traps exits.
  private record Collector(Pid pid, List<Term> got) {}

  private Collector collector() throws Exception {
    var pid = new CompletableFuture<Pid>();
    var got = new CopyOnWriteArrayList<Term>();
    stage.start(self -> {
      self.trapExits(true);
      self.register("till");
      pid.complete(self.pid());
      while (true) {
        got.add(self.receive());
      }
    });
    return new Collector(Stage.get(pid), got);
  }

  private void assertGot(Collector collector, String... terms) {
    Stage.await(() -> collector.got.size() >= terms.length);
    assertThat(collector.got).map(Term::toString).containsExactly(terms);
  }

  @Test
  void messagesArriveInOrder() throws Exception {
    Collector collector = collector();
    deliver(new Signal.Send(PEER, collector.pid, encoded(1)));
    deliver(new Signal.SendName(PEER, NAME, encoded(2)));
    deliver(new Signal.Send(FOREIGN, collector.pid, encoded(3)));
    assertGot(collector, "1", "2", "3");
  }

  @Test
  void whatNobodyCanGetIsDroppedAndCounted() {
    deliver(new Signal.Send(PEER, DEAD, encoded(1)));
    deliver(new Signal.Send(PEER, OLDER, encoded(1)));
    deliver(new Signal.Send(PEER, FOREIGN, encoded(1)));
    deliver(new Signal.SendName(PEER, NAME, encoded(1)));
    deliver(new Signal.SendAlias(PEER, alias(DEAD), encoded(1)));
    deliver(new Signal.SendAlias(PEER, new Ref(DEAD.node(), Stage.CREATION, 1), encoded(1)));
    deliver(new Signal.SendAlias(PEER, alias(OLDER), encoded(1)));
    deliver(new Signal.SendAlias(PEER, alias(FOREIGN), encoded(1)));
    deliver(new Signal.SpawnReply(REF, DEAD, 0, DEAD));
    deliver(new Signal.Exit(PEER, DEAD, BOOM));
    deliver(new Signal.ExitRequest(PEER, OLDER, KILL));
    deliver(new Signal.Link(PEER, FOREIGN));
    deliver(new Signal.Unlink(1, PEER, FOREIGN));
    deliver(new Signal.Monitor(PEER, FOREIGN, REF));
    assertThat(stage.dropped(Dropped.NO_PROCESS)).isEqualTo(2);
    assertThat(stage.dropped(Dropped.OLD_CREATION)).isEqualTo(3);
    assertThat(stage.dropped(Dropped.FOREIGN)).isEqualTo(5);
    assertThat(stage.dropped(Dropped.NO_NAME)).isEqualTo(1);
    assertThat(stage.dropped(Dropped.NO_ALIAS)).isEqualTo(2);
    assertThat(stage.dropped(Dropped.UNEXPECTED)).isEqualTo(1);
    assertThat(recorder.signals()).as("none of them is answered").isEmpty();
  }

  @Test
  void aMalformedMessageIsDroppedAndItsOriginBlamed() throws Exception {
    Collector collector = collector();
    deliver(new Signal.Send(PEER, collector.pid, encoded(1)));
    deliver(
        new Signal.Send(PEER, collector.pid, Encoded.of(new byte[] {(byte) 131, 104, 2, 97, 1})));
    deliver(new Signal.Send(PEER, collector.pid, encoded(2)));
    assertGot(collector, "1", "2");
    assertThat(blamed).hasSize(1);
    assertThat(stage.dropped(Dropped.MALFORMED)).isEqualTo(1);
  }

  @Test
  void nobodyDecodesAMessageButItsReceiver() throws Exception {
    var pid = new CompletableFuture<Pid>();
    var mayReceive = new CountDownLatch(1);
    var got =
        stage.start(self -> {
          pid.complete(self.pid());
          mayReceive.await();
          return self.receive();
        });
    deliver(new Signal.Send(PEER, Stage.get(pid), Encoded.of(new byte[] {0})));
    deliver(new Signal.Send(PEER, Stage.get(pid), encoded(1)));
    assertThat(blamed).isEmpty();
    mayReceive.countDown();
    assertThat(Stage.get(got)).isEqualTo(Int.of(1));
    assertThat(blamed).hasSize(1);
  }

  @Test
  void aLinkToNobodyIsAnsweredNoproc() {
    deliver(new Signal.Link(PEER, DEAD));
    deliver(new Signal.Link(PEER, OLDER));
    assertThat(recorder.signals())
        .containsExactly(new Signal.Exit(DEAD, PEER, NOPROC), new Signal.Exit(OLDER, PEER, NOPROC));
    assertThat(recorder.nodes()).containsExactly(THERE);
  }

  @Test
  void aMonitorOfNobodyIsAnsweredNoprocAsItNamedIt() {
    deliver(new Signal.Monitor(PEER, DEAD, REF));
    deliver(new Signal.Monitor(PEER, OLDER, REF));
    deliver(new Signal.Monitor(PEER, NAME, REF));
    assertThat(recorder.signals())
        .containsExactly(
            new Signal.Down(DEAD, PEER, REF, NOPROC),
            new Signal.Down(OLDER, PEER, REF, NOPROC),
            new Signal.Down(NAME, PEER, REF, NOPROC));
  }

  @Test
  void theLinkedAndTheWatchingHearOfAnEnd() throws Exception {
    Pid pid = stage.processes.spawn("till", Stage::idle);
    Ref other = new Ref(THERE.atom(), 3, 9);
    deliver(new Signal.Link(PEER, pid));
    deliver(new Signal.Monitor(PEER, pid, REF));
    deliver(new Signal.Monitor(PEER, NAME, other));
    deliver(new Signal.ExitRequest(PEER, pid, KILL));
    assertThat(recorder.take(3))
        .containsExactly(
            new Signal.Exit(pid, PEER, KILLED),
            new Signal.Down(pid, PEER, REF, KILLED),
            new Signal.Down(NAME, PEER, other, KILLED));
  }

  @Test
  void whoHasLeftHearsNothing() throws Exception {
    Pid first = stage.processes.spawn("till", Stage::idle);
    deliver(new Signal.Link(PEER, first));
    deliver(new Signal.Monitor(PEER, first, REF));
    Ref other = new Ref(THERE.atom(), 3, 9);
    deliver(new Signal.Monitor(PEER, NAME, other));
    deliver(new Signal.Unlink(4, PEER, first));
    deliver(new Signal.Demonitor(PEER, first, REF));
    // The name has changed hands: the monitor by name is with the first process all the same.
    stage.processes.unregister("till");
    stage.processes.spawn("till", Stage::idle);
    deliver(new Signal.Demonitor(PEER, NAME, other));
    deliver(new Signal.ExitRequest(PEER, first, BOOM));
    Stage.await(() -> stage.processes.snapshot().processes() == 1);
    assertThat(recorder.signals()).containsExactly(new Signal.UnlinkAck(4, first, PEER));
  }

  @Test
  void anUnlinkIsAcknowledgedInAnyCase() {
    Pid pid = stage.processes.spawn(Stage::idle);
    deliver(new Signal.Unlink(1, PEER, pid));
    deliver(new Signal.Unlink(2, PEER, DEAD));
    deliver(new Signal.Unlink(-1, PEER, OLDER));
    assertThat(recorder.signals())
        .containsExactly(
            new Signal.UnlinkAck(1, pid, PEER),
            new Signal.UnlinkAck(2, DEAD, PEER),
            new Signal.UnlinkAck(-1, OLDER, PEER));
  }

  @Test
  void exitSignalsReachATrappingProcessAsMessages() throws Exception {
    Collector collector = collector();
    deliver(new Signal.Exit(PEER, collector.pid, BOOM));
    deliver(new Signal.Link(PEER, collector.pid));
    deliver(new Signal.Exit(PEER, collector.pid, NOCONNECTION));
    deliver(new Signal.Exit(PEER, collector.pid, NOCONNECTION));
    deliver(new Signal.Link(PEER, collector.pid));
    deliver(new Signal.Exit(PEER, collector.pid, NORMAL));
    deliver(new Signal.ExitRequest(PEER, collector.pid, BOOM));
    assertGot(
        collector,
        "{'EXIT'," + PEER + ",noconnection}",
        "{'EXIT'," + PEER + ",normal}",
        "{'EXIT'," + PEER + ",boom}");
  }

  @Test
  void anExitOverALinkEndsAProcess() throws Exception {
    Pid pid = stage.processes.spawn(Stage::idle);
    deliver(new Signal.Link(PEER, pid));
    deliver(new Signal.Exit(PEER, pid, NORMAL));
    assertThat(stage.processes.snapshot().processes()).isEqualTo(1);
    deliver(new Signal.Link(PEER, pid));
    deliver(new Signal.Exit(PEER, pid, KILL));
    Stage.await(() -> stage.processes.snapshot().processes() == 0);
  }

  @Test
  void aMonitorFiresOnceAndNamesWhatItWatched() throws Exception {
    List<Term> got =
        stage.run(self -> {
          Ref byPid = self.monitor(PEER);
          Ref byName = self.monitor("till", THERE);
          deliver(new Signal.Down(PEER, self.pid(), byPid, BOOM));
          deliver(new Signal.Down(PEER, self.pid(), byPid, NOCONNECTION));
          deliver(new Signal.Down(NAME, self.pid(), byName, NOCONNECTION));
          deliver(new Signal.Down(NAME, self.pid(), REF, BOOM));
          deliver(new Signal.Send(PEER, self.pid(), encoded(1)));
          List<Term> messages = new ArrayList<>();
          messages.add(Tuple.of(byPid, byName));
          do {
            messages.add(self.receive());
          } while (!messages.getLast().equals(Int.of(1)));
          return messages;
        });
    Tuple refs = (Tuple) got.getFirst();
    Atom down = Atom.of("DOWN");
    Atom process = Atom.of("process");
    assertThat(got.subList(1, got.size()))
        .containsExactly(
            Tuple.of(down, refs.at(0), process, PEER, BOOM),
            Tuple.of(down, refs.at(1), process, Tuple.of(NAME, THERE.atom()), NOCONNECTION),
            Int.of(1));
  }

  @Test
  void aNodeThatServesNoFunctionsSpawnsNone() {
    deliver(
        new Signal.SpawnRequest(
            REF,
            PEER,
            PEER,
            Atom.of("erpc"),
            Atom.of("execute_call"),
            4,
            Nil.NIL,
            Encoded.of(Nil.NIL)));
    deliver(new Signal.GroupLeader(PEER, DEAD));
    assertThat(recorder.signals())
        .containsExactly(new Signal.SpawnReply(REF, PEER, 0, Atom.of("notsup")));
    assertThat(stage.dropped(Dropped.NO_PROCESS)).as("a group leader for nobody").isEqualTo(1);
  }

  @Test
  void aBrokenConnectionReachesABusyProcessAtItsNextCall() throws Exception {
    var ready = new CompletableFuture<Pid>();
    var mayStop = new CountDownLatch(1);
    stage.processes.spawn(self -> {
      self.link(PEER);
      ready.complete(self.pid());
      Stage.heedless(mayStop);
      self.send(PEER, "never sent");
    });
    deliver(new Signal.Exit(PEER, Stage.get(ready), NOCONNECTION));
    mayStop.countDown();
    Stage.await(() -> stage.processes.snapshot().processes() == 0);
    assertThat(recorder.signals())
        .as("the broken link is told nothing either")
        .containsExactly(new Signal.Link(Stage.get(ready), PEER));
  }
}
