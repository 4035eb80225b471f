package io.tempelhof.net;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.net.epmd.PrivatePort;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Nodes of one test, with an EPMD port of their own; all are closed at its end.
final class TestCluster implements AutoCloseable {
  static final String COOKIE = "secret";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final int epmdPort = PrivatePort.choose();
  private final Deque<Node> nodes = new ArrayDeque<>();

  int epmdPort() {
    return epmdPort;
  }

  /// Starts {@code name@127.0.0.1}.
  Node start(String name) {
    return start(name, UnaryOperator.identity());
  }

  Node start(String name, UnaryOperator<NodeOptions> options) {
    try {
      Node node = Node.start(options.apply(options(name)));
      nodes.push(node);
      return node;
    } catch (NodeStartException e) {
      throw new AssertionError(name + " did not start: " + e.getMessage(), e);
    }
  }

  NodeOptions options(String name) {
    return NodeOptions.of(name + "@127.0.0.1")
        .withCookie(new Cookie(COOKIE))
        .withEpmdPort(epmdPort);
  }

  /// Waits for a condition.
  static void await(String what, BooleanSupplier condition) {
    await(() -> what, PATIENCE, condition);
  }

  static void await(Supplier<String> what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + patience.toSeconds() + " s: " + what.get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
  }
}
