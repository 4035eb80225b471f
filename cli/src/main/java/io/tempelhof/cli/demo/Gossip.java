package io.tempelhof.cli.demo;

import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.overlay.MemberEvent;
import io.tempelhof.core.overlay.MemberEvent.Down.Cause;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// What the nodes of this JVM are told of each other's and other nodes' life and death, from when
/// somebody begins to listen, and which of their monitors fire. Safe for use by any thread.
final class Gossip {
  /// More is not kept between two times it is asked for.
  private static final int KEPT_MAX = 2_000_000;

  private final Queue<Told> heard = new ConcurrentLinkedQueue<>();
  private final Queue<Told> fired = new ConcurrentLinkedQueue<>();
  private final AtomicInteger kept = new AtomicInteger();
  private volatile boolean listening;

  /// The time now, as {@link Told} has it.
  static long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  void listen() {
    listening = true;
  }

  /// Something has happened to the node of that number. On its event loop.
  void happened(int node, NodeEvent event) {
    if (listening && event instanceof NodeEvent.OfMember(MemberEvent member)) {
      switch (member) {
        case MemberEvent.Up up -> told(node, up, true);
        case MemberEvent.Down down -> {
          if (down.cause() == Cause.DEAD) {
            told(node, down, false);
          }
        }
        case MemberEvent.Suspected _, MemberEvent.Refuted _ -> {}
      }
    }
  }

  private void told(int node, MemberEvent member, boolean up) {
    DemoPlan.number(member.node().name())
        .ifPresent(of -> keep(heard, new Told(node, of, up, nowMicros())));
  }

  /// A monitor of a process on that node, held on the one of the first number, has fired.
  void fired(int node, int of) {
    keep(fired, new Told(node, of, false, nowMicros()));
  }

  private void keep(Queue<Told> queue, Told told) {
    if (kept.incrementAndGet() <= KEPT_MAX) {
      queue.add(told);
    }
  }

  /// What has been heard since the last time.
  List<Told> news() {
    return drain(heard);
  }

  /// Which monitors have fired since the last time.
  List<Told> firedMonitors() {
    return drain(fired);
  }

  private List<Told> drain(Queue<Told> queue) {
    List<Told> news = new ArrayList<>();
    for (Told told = queue.poll(); told != null; told = queue.poll()) {
      news.add(told);
      kept.decrementAndGet();
    }
    return news;
  }
}
