package io.tempelhof.net;

import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.NodeInput.Seed;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.term.NodeName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A node on the network: a name, a listener, the processes that live on it, and its place in the
/// overlay. One JVM can hold many.
@SuppressWarnings("DoNotCallSuggester")
public final class Node implements AutoCloseable {
  private final NodeOptions options;

  private Node(NodeOptions options) {
    this.options = options;
  }

  /// Starts a node; returns when it listens and is registered with EPMD. Seeds among the options
  /// are joined in the background; {@link #onEvent} tells.
  public static Node start(NodeOptions options) throws NodeStartException {
    return new Node(options);
  }

  public NodeName name() {
    return options.name();
  }

  /// Distinguishes this incarnation of the name from earlier ones.
  public int creation() {
    throw new UnsupportedOperationException();
  }

  /// Where others reach this node.
  public Address address() {
    throw new UnsupportedOperationException();
  }

  /// Joins the cluster these nodes belong to.
  public void join(List<Seed> seeds) {
    throw new UnsupportedOperationException();
  }

  /// Asks the overlay for a node. {@code fresh} bypasses what this node knows itself. Answered
  /// within 5 s, never exceptionally.
  public CompletableFuture<LookupResult> lookup(NodeName target, boolean fresh) {
    throw new UnsupportedOperationException();
  }

  /// Whether that node, a genuine Erlang one or ours, can be connected and answers; within the
  /// dial's deadline plus 7 s.
  public CompletableFuture<Boolean> ping(NodeName target) {
    throw new UnsupportedOperationException();
  }

  /// Keeps the connection to that node open once it is ({@code true}), or no longer insists.
  public void pin(NodeName target, boolean pinned) {
    throw new UnsupportedOperationException();
  }

  /// What the node looks like now.
  public NodeStatus status() {
    throw new UnsupportedOperationException();
  }

  /// Calls {@code listener} with what happens from now on, on an event loop: it must not block.
  public void onEvent(Consumer<NodeEvent> listener) {
    throw new UnsupportedOperationException();
  }

  /// Says goodbye to the neighbours; completes when all have been told (at most 2 s). The node
  /// should then be closed.
  public CompletableFuture<Void> leave() {
    throw new UnsupportedOperationException();
  }

  /// Ends all processes and connections. Shared event loops go on while other nodes use them.
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
