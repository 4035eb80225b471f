package io.tempelhof.runtime;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;

/// Stands for the absence of a network. {@link Router} never comes here: it answers in its place,
/// see {@link Unreachable}.
final class NoRemote implements Remote {
  @Override
  public void send(NodeName node, Signal signal) {
    throw nobody();
  }

  @Override
  public boolean trySend(NodeName node, Signal signal) {
    throw nobody();
  }

  @Override
  public void post(NodeName node, Signal signal) {
    throw nobody();
  }

  private static IllegalStateException nobody() {
    return new IllegalStateException("there is no network to hand a signal to");
  }
}
