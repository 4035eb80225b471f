package io.tempelhof.runtime;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.List;

/// A network that keeps what it is given, in order, and has room or has none.
public final class Recorder implements Remote {
  record Said(NodeName node, Signal signal) {}

  private final List<Said> said = new ArrayList<>();
  private boolean room = true;

  @Override
  public synchronized void send(NodeName node, Signal signal) throws InterruptedException {
    while (!room) {
      wait();
    }
    said.add(new Said(node, signal));
  }

  @Override
  public synchronized boolean trySend(NodeName node, Signal signal) {
    if (room) {
      said.add(new Said(node, signal));
    }
    return room;
  }

  @Override
  public synchronized void post(NodeName node, Signal signal) {
    said.add(new Said(node, signal));
  }

  public synchronized void room(boolean there) {
    room = there;
    notifyAll();
  }

  /// What was said so far.
  public synchronized List<Signal> signals() {
    return said.stream().map(Said::signal).toList();
  }

  synchronized List<NodeName> nodes() {
    return said.stream().map(Said::node).distinct().toList();
  }

  /// Waits until so much was said, gives it and forgets it.
  public List<Signal> take(int signals) {
    Stage.await(() -> signals().size() >= signals);
    synchronized (this) {
      List<Signal> taken = signals();
      said.clear();
      return taken;
    }
  }
}
