package io.tempelhof.ops;

import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.runtime.Processes;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A node as far as it can be seen and asked from here. Whoever puts a program together fills it
/// from the node on the network, which this module does not know.
public interface ObservedNode {
  /// The processes that live on it; its agent becomes one of them.
  Processes processes();

  /// What it looks like now. Takes a moment; not to be called on an event loop.
  Observation observe();

  /// Begins to measure the round trips of its connections, which {@link #observe} then tells.
  void probe();

  /// Asks its overlay for a node, past what it knows itself; within 5 s, never exceptionally.
  CompletableFuture<LookupResult> lookup(NodeName target);

  /// Calls the listener with what the node learns of others from now on, on a thread that must not
  /// wait.
  void listen(Consumer<MemberNews> listener);

  /// Ends it as an operator would: it says goodbye to its neighbours first. Returns at once.
  void leave();
}
