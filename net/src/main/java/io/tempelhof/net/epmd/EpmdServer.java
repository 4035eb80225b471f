package io.tempelhof.net.epmd;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// An EPMD within this JVM, for hosts where no other one runs. All of it happens on one event loop.
///
/// Anyone who reaches it may look nodes up. Only programs of this host may register one or see the
/// dump, and nobody may end it (KILL) or unregister another's node (STOP).
@SuppressWarnings("FutureReturnValueIgnored")
public final class EpmdServer {
  /// How many connections there may be at once, those of registered nodes included.
  static final int CONNECTIONS_MAX = 2 * EpmdRegistry.ENTRIES_MAX;

  /// How many connections from other hosts there may be at once: each is one look-up.
  static final int FOREIGN_CONNECTIONS_MAX = 256;

  /// How long a request may take to arrive, in seconds.
  static final int REQUEST_SECONDS_MAX = 5;

  private static final int BACKLOG = 1024;

  private final EventLoop loop;
  private final EpmdRegistry registry;
  private final ChannelGroup listeners;
  private final ChannelGroup connections;
  private final ChannelGroup foreignConnections;
  private int port;

  private EpmdServer(EventLoop loop, int port, RandomGenerator random) {
    this.loop = loop;
    this.port = port;
    registry = new EpmdRegistry(random);
    listeners = new DefaultChannelGroup(loop);
    connections = new DefaultChannelGroup(loop, true);
    foreignConnections = new DefaultChannelGroup(loop);
  }

  /// Starts listening on all these addresses.
  ///
  /// @param loop carries the server
  /// @param port 0 for any free one, the same on all addresses
  /// @param random chooses creations
  /// @return completes exceptionally, and nothing listens, if any address cannot be bound
  public static CompletableFuture<EpmdServer> start(
      EventLoop loop, List<InetAddress> addresses, int port, RandomGenerator random) {
    CompletableFuture<EpmdServer> started = new CompletableFuture<>();
    new EpmdServer(loop, port, random).bind(addresses, started);
    return started;
  }

  /// Where it listens.
  public int port() {
    return port;
  }

  /// Stops listening and drops every registration; completes when that is done.
  public CompletableFuture<Void> close() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    listeners
        .close()
        .addListener(
            noListeners -> connections.close().addListener(noConnections -> closed.complete(null)));
    return closed;
  }

  /// Binds the first address, then the others: who holds the first one is the host's EPMD.
  private void bind(List<InetAddress> addresses, CompletableFuture<EpmdServer> started) {
    if (addresses.isEmpty()) {
      started.complete(this);
      return;
    }
    bootstrap()
        .bind(new InetSocketAddress(addresses.getFirst(), port))
        .addListener((ChannelFuture bound) -> {
          if (bound.isSuccess()) {
            listeners.add(bound.channel());
            port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
            bind(addresses.subList(1, addresses.size()), started);
          } else {
            close().thenRun(() -> started.completeExceptionally(bound.cause()));
          }
        });
  }

  private ServerBootstrap bootstrap() {
    return new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                accept(channel);
              }
            });
  }

  private void accept(Channel channel) {
    boolean isForeign = !EpmdConversation.isFromThisHost(channel);
    if (connections.size() >= CONNECTIONS_MAX
        || (isForeign && foreignConnections.size() >= FOREIGN_CONNECTIONS_MAX)) {
      channel.close();
      return;
    }
    connections.add(channel);
    if (isForeign) {
      foreignConnections.add(channel);
    }
    channel
        .pipeline()
        .addLast(new ReadTimeoutHandler(REQUEST_SECONDS_MAX))
        .addLast(new LengthFieldBasedFrameDecoder(EpmdRequest.MAX_BYTES, 0, 2, 0, 2))
        .addLast(new EpmdConversation(registry));
  }
}
