package io.tempelhof.net.epmd;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(EpmdServer.class);
  private static final int BACKLOG = 1024;

  private final Channel listener;
  private final Door door;

  private EpmdServer(Channel listener, Door door) {
    this.listener = listener;
    this.door = door;
  }

  /// Starts listening.
  ///
  /// @param loop carries the server
  /// @param port 0 for any free one
  /// @param random chooses creations
  /// @return completes exceptionally if the address cannot be bound
  public static CompletableFuture<EpmdServer> start(
      EventLoop loop, InetAddress address, int port, RandomGenerator random) {
    Door door = new Door(loop, new EpmdRegistry(random));
    CompletableFuture<EpmdServer> started = new CompletableFuture<>();
    new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childHandler(door)
        .bind(new InetSocketAddress(address, port))
        .addListener((ChannelFuture bound) -> {
          if (bound.isSuccess()) {
            bound.channel().pipeline().addLast(new Complaints());
            started.complete(new EpmdServer(bound.channel(), door));
          } else {
            started.completeExceptionally(bound.cause());
          }
        });
    return started;
  }

  /// Where it listens.
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /// Stops listening and drops every registration; completes when that is done.
  public CompletableFuture<Void> close() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    listener
        .close()
        .addListener(_ -> door.connections.close().addListener(_ -> closed.complete(null)));
    return closed;
  }

  /// Hears of sockets that could not be accepted, after which Netty pauses for a second.
  private static final class Complaints extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.warn("EPMD cannot accept a connection: {}", cause.getMessage());
    }
  }

  /// Lets connections in, as many as there may be.
  private static final class Door extends ChannelInitializer<SocketChannel> {
    private final EpmdRegistry registry;
    private final ChannelGroup connections;
    private final ChannelGroup foreignConnections;

    Door(EventLoop loop, EpmdRegistry registry) {
      this.registry = registry;
      // Whoever is let in while the rest is being closed is closed too.
      connections = new DefaultChannelGroup(loop, true);
      foreignConnections = new DefaultChannelGroup(loop);
    }

    @Override
    protected void initChannel(SocketChannel channel) {
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
}
