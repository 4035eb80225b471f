package io.tempelhof.runtime;

import io.tempelhof.core.signal.Relations;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import java.util.function.Consumer;

/// A node that cannot be reached, by its nature: there is no network, or its name is none that a
/// node can have. Whatever is said to it meets a connection that breaks at that moment.
final class Unreachable implements Remote {
  private final Consumer<Signal> deliver;
  private final Counters counters;

  Unreachable(Consumer<Signal> deliver, Counters counters) {
    this.deliver = deliver;
    this.counters = counters;
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
    if (signal instanceof Signal.Message) {
      counters.dropped(Dropped.UNREACHABLE);
    }
    Relations.afterSending(signal).breakAll().forEach(deliver);
  }
}
