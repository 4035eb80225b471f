package io.tempelhof.net;

import io.netty.channel.socket.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A node's open connections, dialled and accepted, in whatever phase, so that they can be closed
/// with the node. Safe for use by any thread.
final class Sockets {
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final String REASON = "the node was closed";

  /// How long the other ends may take to see that this node closes.
  private static final long PATIENCE_MILLIS = 1_000;

  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /// A connection under the next number; of no node yet.
  static Connection number(SocketChannel channel, boolean dialled, Connection.Phase first) {
    return new Connection(NUMBERS.incrementAndGet(), dialled, channel, first);
  }

  /// The connection is this node's from now on.
  void add(Connection connection) {
    open.add(connection);
    connection.whenClosed(() -> open.remove(connection));
    if (closed) {
      connection.abort(REASON);
    }
  }

  /// Closes every connection, so that the other ends get what was written to it; returns when that
  /// is done. Not on an event loop.
  void close() {
    closed = true;
    List<CompletableFuture<Void>> gone = new ArrayList<>();
    for (Connection socket : open) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      socket.whenClosed(() -> done.complete(null));
      socket.close(REASON);
      gone.add(done);
    }
    CompletableFuture<Void> all = CompletableFuture.allOf(gone.toArray(CompletableFuture[]::new));
    // A copy is timed out, not `all` itself, which is still waited for.
    all.copy().completeOnTimeout(null, PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
    open.forEach(socket -> socket.abort(REASON));
    all.join();
  }
}
