package io.tempelhof.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.tempelhof.core.association.AssociationInput;
import io.tempelhof.core.node.NodeCore;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.NodeInput;
import io.tempelhof.core.node.NodeInput.Idle;
import io.tempelhof.core.node.NodeOutput;
import io.tempelhof.core.node.NodeSnapshot;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.NodeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Steps a {@link NodeCore} on the node's home loop and does what it asks, in order.
@SuppressWarnings("FutureReturnValueIgnored") // nothing waits for a timer
final class NodeDriver {
  /// While the JVM is short of descriptors, idle connections are collected this often.
  private static final long PRESSURE_MILLIS = 250;

  private final EventLoop home;
  private final NodeCore core;
  private final Associations associations;
  private final Dialer dialer;
  private final DescriptorBudget descriptors;
  private final Counters counters;
  private final Consumer<NodeEvent> events;
  private final Map<Long, CompletableFuture<LookupResult>> lookups = new HashMap<>();
  private final Map<Long, CompletableFuture<Members>> censuses = new HashMap<>();
  private long queries;
  private @Nullable Future<?> timer;
  private long timerAt = Long.MAX_VALUE;
  private boolean pressed;
  private boolean stopped;

  NodeDriver(
      EventLoop home,
      NodeCore core,
      Associations associations,
      Dialer dialer,
      DescriptorBudget descriptors,
      Counters counters,
      Consumer<NodeEvent> events) {
    this.home = home;
    this.core = core;
    this.associations = associations;
    this.dialer = dialer;
    this.descriptors = descriptors;
    this.counters = counters;
    this.events = events;
  }

  /// Tells the core; from any thread.
  void tell(NodeInput input) {
    home.execute(() -> step(input));
  }

  /// Asks the overlay for a node, past what this one knows; from any thread.
  CompletableFuture<LookupResult> lookup(NodeName target) {
    CompletableFuture<LookupResult> answer = new CompletableFuture<>();
    home.execute(() -> {
      long query = ++queries;
      lookups.put(query, answer);
      counters.count(Counter.LOOKUPS);
      step(new NodeInput.Lookup(query, target, true));
    });
    return answer;
  }

  /// All members of the cluster; from any thread.
  CompletableFuture<Members> members() {
    CompletableFuture<Members> answer = new CompletableFuture<>();
    home.execute(() -> {
      long query = ++queries;
      censuses.put(query, answer);
      step(new NodeInput.Members(query));
    });
    return answer;
  }

  /// The members whose records are held; from any thread.
  CompletableFuture<List<NodeRecord>> contacts() {
    return CompletableFuture.supplyAsync(core::contacts, home);
  }

  /// A copy of the core's state; from any thread.
  CompletableFuture<NodeSnapshot> snapshot() {
    return CompletableFuture.supplyAsync(core::snapshot, home);
  }

  /// The JVM is short of descriptors; from any thread.
  void press() {
    home.execute(() -> {
      if (!pressed) {
        pressed = true;
        collect();
      }
    });
  }

  private void collect() {
    int share = stopped ? 0 : descriptors.share();
    pressed = share > 0;
    if (pressed) {
      step(new NodeInput.Pressure(share, associations.idle()));
      home.schedule(this::collect, PRESSURE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /// Nothing is stepped any more; open lookups are answered.
  void stop() {
    home.execute(() -> {
      stopped = true;
      if (timer != null) {
        timer.cancel(false);
      }
      answerAll();
    });
  }

  private void answerAll() {
    lookups.values().forEach(open -> open.complete(closed()));
    lookups.clear();
    censuses.values().forEach(open -> open.complete(new Members(List.of(), false)));
    censuses.clear();
  }

  private static LookupResult closed() {
    return new LookupResult.Unreachable(0, "the node was closed");
  }

  private void step(NodeInput input) {
    if (stopped) {
      answerAll();
      return;
    }
    core.step(input, Clock.now(), this::perform);
    schedule();
  }

  private void perform(NodeOutput output) {
    switch (output) {
      case NodeOutput.Dial dial ->
          dialer.dial(dial.node(), dial.address(), dial.timeoutNanos(), !dial.upkeep());
      case NodeOutput.Send send -> associations.tell(send.to(), send.message());
      case NodeOutput.Assign assign ->
          associations.submit(assign.node(), new AssociationInput.Assigned(assign.role()));
      case NodeOutput.Heartbeat heartbeat -> associations.heartbeat(heartbeat.digest());
      case NodeOutput.Sever sever ->
          associations.submit(
              sever.node(), new AssociationInput.Severed(sever.creation(), sever.reason()));
      case NodeOutput.Restarted restarted ->
          associations.submit(
              restarted.node(), new AssociationInput.Restarted(restarted.creation()));
      case NodeOutput.Relayed relayed -> associations.relayed(relayed.from(), relayed.body());
      case NodeOutput.Collect collect ->
          associations.submit(collect.node(), new AssociationInput.Collect());
      case NodeOutput.Crowded crowded -> {
        List<Idle> idle = associations.idle();
        tell(new NodeInput.Pressure(crowded.excess(), idle));
      }
      case NodeOutput.Unreachable failed ->
          associations.submit(
              failed.node(),
              new AssociationInput.Unreachable(failed.request(), failed.reason(), failed.alive()));
      case NodeOutput.LookupDone done -> answer(done);
      case NodeOutput.MembersDone(long query, var members, boolean whole) -> {
        CompletableFuture<Members> asked = censuses.remove(query);
        if (asked == null) {
          throw new IllegalStateException("members " + query + " answered twice");
        }
        asked.complete(new Members(members, whole));
      }
      case NodeOutput.Happened happened -> events.accept(happened.event());
    }
  }

  private void answer(NodeOutput.LookupDone done) {
    CompletableFuture<LookupResult> asked = lookups.remove(done.query());
    if (asked == null) {
      throw new IllegalStateException("lookup " + done.query() + " answered twice");
    }
    if (done.result() instanceof LookupResult.Found found) {
      counters.count(Counter.LOOKUPS_FOUND);
      counters.count(Counter.LOOKUP_HOPS, found.hops());
    }
    asked.complete(done.result());
  }

  /// The timer is moved only forward: one that fires early costs less than moving it each time.
  private void schedule() {
    long deadline = core.nextDeadline();
    if (deadline < timerAt) {
      if (timer != null) {
        timer.cancel(false);
      }
      timerAt = deadline;
      timer = home.schedule(this::wake, Clock.untilSlotOf(deadline), TimeUnit.NANOSECONDS);
    }
  }

  private void wake() {
    timer = null;
    timerAt = Long.MAX_VALUE;
    if (core.nextDeadline() <= Clock.now()) {
      step(new NodeInput.Timer());
    } else if (!stopped) {
      schedule();
    }
  }
}
