package io.tempelhof.runtime.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.runtime.NameTakenException;
import io.tempelhof.runtime.NodeConnected;
import io.tempelhof.runtime.NodeDisconnected;
import io.tempelhof.runtime.Options;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Remote;
import io.tempelhof.runtime.pg.GroupEvent.Change;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One scope, without a network.
class ProcessGroupsTest {
  private static final Atom GROUP = Atom.of("group");

  private final Processes processes =
      new Processes(NodeName.of("a@host"), 1, Remote.NONE, Options.DEFAULT);
  private final ProcessGroups groups = ProcessGroups.start(processes);

  @AfterEach
  void close() {
    processes.close();
  }

  private Pid process() {
    return processes.spawn(self -> self.receive());
  }

  private static void eventually(String claim, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > 20_000_000_000L) {
        throw new AssertionError("not within 20 s: " + claim);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void isUpToDateWhenJoinAndLeaveReturn() {
    Pid one = process();
    Pid two = process();
    groups.join(GROUP, one, two, one);
    assertThat(groups.members(GROUP)).containsExactly(one, two, one);
    assertThat(groups.localMembers(GROUP)).containsExactly(one, two, one);
    assertThat(groups.leave(GROUP, one)).isTrue();
    assertThat(groups.members(GROUP)).containsExactlyInAnyOrder(one, two);
    assertThat(groups.leave(GROUP, one, two)).isTrue();
    assertThat(groups.leave(GROUP, one, two)).isFalse();
    assertThat(groups.groups()).isEmpty();
  }

  @Test
  void tellsAGroupFromOneOfAnotherType() {
    Pid one = process();
    groups.join("group", one);
    assertThat(groups.members(GROUP)).isEmpty();
    assertThat(groups.members("group")).containsExactly(one);
  }

  @Test
  void losesAProcessThatEndsOrHasEnded() throws Exception {
    Pid one = process();
    groups.join(GROUP, one, one);
    groups.join("other", one);
    processes.send(one, "stop");
    eventually("it has left", () -> groups.groups().isEmpty());
    groups.join(GROUP, one);
    eventually("it has left again", () -> groups.groups().isEmpty());
  }

  @Test
  void tellsWatchersOfChangesInTheirGroupOrInAll() throws Exception {
    BlockingQueue<GroupEvent> events = new LinkedBlockingQueue<>();
    Pid watcher =
        processes.spawn(self -> {
          while (true) {
            events.add(self.receive(GroupEvent.class));
          }
        });
    Pid one = process();
    groups.join("other", one);
    var group = groups.monitor(GROUP, watcher);
    assertThat(group.members()).isEmpty();
    groups.join("other", one);
    groups.join(GROUP, one);
    assertThat(next(events))
        .isEqualTo(new GroupEvent(group.ref(), Change.JOIN, GROUP, List.of(one)));
    assertThat(groups.demonitor(group.ref())).isTrue();
    assertThat(groups.demonitor(group.ref())).isFalse();

    var scope = groups.monitor(watcher);
    assertThat(scope.groups()).containsEntry(GROUP, List.of(one)).hasSize(2);
    groups.leave(GROUP, one);
    assertThat(next(events))
        .isEqualTo(new GroupEvent(scope.ref(), Change.LEAVE, GROUP, List.of(one)));
    assertThat(events).isEmpty();
  }

  private static GroupEvent next(BlockingQueue<GroupEvent> events) throws InterruptedException {
    return events.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void refusesProcessesOfOtherNodes() {
    Pid foreign = new Pid(Atom.of("b@host"), 1, 0, 1);
    assertThatThrownBy(() -> groups.join(GROUP, foreign))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> groups.monitor(foreign)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void runsOncePerNameOnANode() {
    assertThatThrownBy(() -> ProcessGroups.start(processes)).isInstanceOf(NameTakenException.class);
    ProcessGroups other = ProcessGroups.start(processes, "shop");
    Pid one = process();
    other.join(GROUP, one);
    assertThat(groups.members(GROUP)).isEmpty();
  }

  @Test
  void countsAndIgnoresWhatIsNoneOfItsProtocol() throws Exception {
    processes.send("pg", "junk");
    processes.send("pg", Map.of());
    eventually("both are counted", () -> groups.ignored() == 2);
    groups.join(GROUP, process());
    assertThat(groups.members(GROUP)).hasSize(1);
  }

  @Test
  void believesNoForgedNewsOfNodes() throws Exception {
    processes.send("pg", new NodeConnected(Atom.of("garbage"), false));
    processes.send("pg", new NodeConnected(Atom.of("b@host"), false));
    processes.nodes().connected(Atom.of("c@host"), 1, true, false);
    processes.send("pg", new NodeConnected(Atom.of("c@host"), false));
    processes.send("pg", new NodeDisconnected(Atom.of("c@host")));
    eventually("all four are counted", () -> groups.ignored() == 4);
    groups.join(GROUP, process());
    assertThat(groups.members(GROUP)).hasSize(1);
  }

  @Test
  void letsACallerBeInterrupted() {
    ScopeProcess slow = new ScopeProcess(processes, "slow");
    slow.start();
    CompletableFuture<Boolean> gate = new CompletableFuture<>();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> slow.ask(_ -> gate.join()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("interrupted while waiting for the scope slow");
    } finally {
      gate.complete(true);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  @Timeout(20)
  void waitsForNoNodeWithoutRoom() {
    try (var stuffed = new Processes(NodeName.of("a@host"), 1, new NoRoom(), Options.DEFAULT)) {
      ProcessGroups scope = ProcessGroups.start(stuffed);
      stuffed.nodes().connected(Atom.of("b@host"), 1, true, false);
      Pid one = stuffed.spawn(self -> self.receive());
      scope.join(GROUP, one);
      assertThat(scope.members(GROUP)).containsExactly(one);
    }
  }

  /// A network that is full.
  private static final class NoRoom implements Remote {
    @Override
    public void send(NodeName node, Signal signal) throws InterruptedException {
      new CountDownLatch(1).await();
    }

    @Override
    public boolean trySend(NodeName node, Signal signal) {
      return false;
    }

    @Override
    public void post(NodeName node, Signal signal) {}
  }

  @Test
  void refusesRequestsWhenItHasEnded() {
    Pid one = process();
    groups.join(GROUP, one);
    groups.close();
    eventually("its name is free", () -> processes.whereis("pg").isEmpty());
    assertThatThrownBy(() -> groups.join(GROUP, one))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the scope pg has ended");
    assertThat(groups.members(GROUP)).isEmpty();
  }

  @Test
  void refusesRequestsWhenItWasKilledBeforeItBegan() {
    for (int i = 0; i < 20; i++) {
      var closing = new Processes(NodeName.of("b@host"), 1, Remote.NONE, Options.DEFAULT);
      ProcessGroups killed = ProcessGroups.start(closing);
      closing.close();
      assertThatThrownBy(() -> killed.join(GROUP, new Pid(Atom.of("b@host"), 1, 0, 1)))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
