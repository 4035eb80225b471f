package io.tempelhof.runtime;

import io.tempelhof.core.signal.Relations;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// Two nodes in one JVM and the connection between them: one thread carries signals both ways, in
/// order, and keeps at each end what an association keeps. The connection can break at any moment
/// and is there again at once.
public final class Wire implements AutoCloseable {
  private final End one;
  private final End other;
  private final Thread carrier;
  private final Queue<Carried> queue = new ArrayDeque<>();
  private boolean breaking;
  private boolean idle;
  private boolean closed;

  private record Carried(End from, Signal signal) {}

  /// One of the two nodes.
  public final class End implements Remote {
    public final Processes processes;
    final Relations relations = new Relations();

    End(String name, int creation) {
      processes = new Processes(NodeName.of(name), creation, this, Options.DEFAULT);
    }

    @Override
    public void send(NodeName node, Signal signal) {
      post(node, signal);
    }

    @Override
    public boolean trySend(NodeName node, Signal signal) {
      post(node, signal);
      return true;
    }

    @Override
    public void post(NodeName node, Signal signal) {
      if (!node.equals(opposite().processes.node())) {
        throw new IllegalStateException(signal + " to " + node);
      }
      put(new Carried(this, signal));
    }

    End opposite() {
      return this == one ? other : one;
    }

    void deliver(Signal signal) {
      processes.deliver(
          signal,
          malformed -> {
            throw new IllegalStateException(malformed.toString());
          });
    }
  }

  public Wire() {
    one = new End("one@localhost", 1);
    other = new End("other@localhost", 2);
    carrier = Thread.ofPlatform().name("wire").start(this::carry);
  }

  public List<End> ends() {
    return List.of(one, other);
  }

  private synchronized void put(Carried carried) {
    queue.add(carried);
    notifyAll();
  }

  /// Breaks the connection: what is under way is lost.
  public synchronized void breakNow() {
    breaking = true;
    notifyAll();
  }

  /// Nothing is under way.
  public synchronized boolean isQuiet() {
    return queue.isEmpty() && !breaking && idle;
  }

  private void carry() {
    while (true) {
      List<Carried> burst = new ArrayList<>();
      boolean broken;
      synchronized (this) {
        while (queue.isEmpty() && !breaking && !closed) {
          idle = true;
          waitHere();
        }
        idle = false;
        if (closed) {
          return;
        }
        burst.addAll(queue);
        queue.clear();
        broken = breaking;
        breaking = false;
      }
      if (broken) {
        lose(burst);
      } else {
        burst.forEach(this::deliver);
      }
    }
  }

  private void waitHere() {
    try {
      wait();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void deliver(Carried carried) {
    End to = carried.from.opposite();
    if (carried.signal instanceof Signal.SpawnReply reply
        && !carried.from.relations.awaits(reply)) {
      Relations.afterSending(reply).breakAll().forEach(carried.from::deliver);
      return;
    }
    if (carried.signal instanceof Signal.Exit end && !carried.from.relations.relates(end)) {
      return; // an association sends no end of a link that is broken already
    }
    carried.from.relations.outgoing(carried.signal);
    to.relations.incoming(carried.signal);
    to.deliver(carried.signal);
  }

  private void lose(List<Carried> burst) {
    burst.forEach(carried -> carried.from.relations.outgoing(carried.signal));
    for (End end : ends()) {
      end.relations.breakAll().forEach(end::deliver);
    }
  }

  @Override
  public void close() throws InterruptedException {
    one.processes.close();
    other.processes.close();
    Stage.await(() -> ends().stream().allMatch(end -> end.processes.snapshot().processes() == 0));
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    carrier.join();
  }
}
