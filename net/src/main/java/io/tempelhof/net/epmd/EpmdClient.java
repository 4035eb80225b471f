package io.tempelhof.net.epmd;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.tempelhof.net.epmd.EpmdException.Kind;
import io.tempelhof.net.epmd.EpmdReply.Found;
import io.tempelhof.net.epmd.EpmdReply.Listed;
import io.tempelhof.net.epmd.EpmdReply.Registered;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Asks the EPMD of any host, each time over a connection of its own. Futures complete on an event
/// loop and fail with {@link EpmdException}; cancelling one closes its connection.
@SuppressWarnings("FutureReturnValueIgnored")
public final class EpmdClient {
  private final EventLoopGroup group;
  private final int port;

  /// @param port where EPMD listens, on every host
  public EpmdClient(EventLoopGroup group, int port) {
    this.group = group;
    this.port = port;
  }

  /// The node of this name (the part before the {@code @}), or that the host has none.
  public CompletableFuture<Optional<EpmdEntry>> lookup(
      InetAddress host, String name, Duration timeout) {
    CompletableFuture<Found> reply = new CompletableFuture<>();
    var request = new EpmdRequest.Lookup(name);
    ask(group.next(), host, new EpmdExchange<>(request, true, Found::decode, reply), timeout);
    CompletableFuture<Optional<EpmdEntry>> entry =
        reply.thenApply(found -> Optional.ofNullable(found.entry()));
    cancelWith(entry, reply);
    return entry;
  }

  /// All nodes of the host.
  public CompletableFuture<Listed> names(InetAddress host, Duration timeout) {
    CompletableFuture<Listed> reply = new CompletableFuture<>();
    var request = new EpmdRequest.Names();
    ask(group.next(), host, new EpmdExchange<>(request, true, Listed::decode, reply), timeout);
    return reply;
  }

  /// A node's registration, which lasts as long as its connection.
  record Registration(int creation, Channel connection) {}

  /// Registers a node over a connection that the loop carries.
  CompletableFuture<Registration> register(
      EventLoop loop, InetAddress host, EpmdEntry entry, Duration timeout) {
    CompletableFuture<Registered> reply = new CompletableFuture<>();
    var request = new EpmdRequest.Register(entry);
    Channel connection =
        ask(loop, host, new EpmdExchange<>(request, false, Registered::decode, reply), timeout);
    return reply.thenCompose(answer -> {
      if (answer.accepted()) {
        return CompletableFuture.completedFuture(new Registration(answer.creation(), connection));
      }
      connection.close();
      return CompletableFuture.failedFuture(
          new EpmdException(
              Kind.NAME_TAKEN,
              "a node named " + entry.name() + " is registered on this host already"));
    });
  }

  private <R> Channel ask(
      EventLoop loop, InetAddress host, EpmdExchange<R> exchange, Duration timeout) {
    String where = host.getHostAddress() + ":" + port;
    CompletableFuture<R> reply = exchange.reply();
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
            .handler(exchange)
            .connect(new InetSocketAddress(host, port))
            .addListener((ChannelFuture connected) -> {
              if (connected.cause() instanceof ConnectException) {
                reply.completeExceptionally(
                    new EpmdException(Kind.REFUSED, "no EPMD listens at " + where));
              } else if (!connected.isSuccess()) {
                reply.completeExceptionally(
                    new EpmdException(Kind.NO_ANSWER, "EPMD at " + where + " is out of reach"));
              }
            });
    Future<?> timer =
        loop.schedule(
            () ->
                reply.completeExceptionally(
                    new EpmdException(
                        Kind.NO_ANSWER,
                        "EPMD at "
                            + where
                            + " has not answered within "
                            + timeout.toMillis()
                            + " ms")),
            timeout.toMillis(),
            TimeUnit.MILLISECONDS);
    reply.whenComplete((answer, failure) -> {
      timer.cancel(false);
      if (failure != null || exchange.endsWithReply()) {
        connecting.channel().close();
      }
    });
    return connecting.channel();
  }

  private static void cancelWith(CompletableFuture<?> derived, CompletableFuture<?> source) {
    derived.whenComplete((value, failure) -> {
      if (derived.isCancelled()) {
        source.cancel(false);
      }
    });
  }
}
