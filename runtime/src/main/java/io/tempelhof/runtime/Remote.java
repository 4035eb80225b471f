package io.tempelhof.runtime;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;

/// The way to other nodes: where a runtime hands over what its processes say to processes
/// elsewhere.
///
/// All three methods put the signal at the end of one and the same queue per node, so signals keep
/// the order in which they were handed over, whichever method took them. None of them waits for a
/// connection. What cannot be sent in the end is answered like a broken connection ({@link
/// io.tempelhof.core.signal.Relations#breakAll}), by {@link Processes#deliver} on a thread of the
/// network's own, never from within these calls.
public interface Remote {

  /// No network: every other node is out of reach, and links and monitors to it fire {@code
  /// noconnection} at once.
  Remote NONE = new NoRemote();

  /// Hands over a signal, waiting for room in the queue to that node.
  ///
  /// @throws InterruptedException if the thread was interrupted while it waited: the signal was not
  ///   taken
  void send(NodeName node, Signal signal) throws InterruptedException;

  /// Hands over a signal if there is room in the queue to that node; otherwise false, and nothing
  /// has happened.
  boolean trySend(NodeName node, Signal signal);

  /// Hands over a signal without regard to room: for what the runtime itself must say (links, ends
  /// of processes, answers), also on threads that may not wait.
  void post(NodeName node, Signal signal);
}
