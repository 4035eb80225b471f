package io.tempelhof.net.epmd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.tempelhof.net.epmd.EpmdReply.Found;
import io.tempelhof.net.epmd.EpmdReply.Listed;
import io.tempelhof.net.epmd.EpmdReply.Registered;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One connection to an {@link EpmdServer}: one request and its answer, after which the connection
/// ends, except that a registered node's stays open for as long as the node is to be known.
@SuppressWarnings("FutureReturnValueIgnored")
final class EpmdConversation extends SimpleChannelInboundHandler<ByteBuf> {
  private final EpmdRegistry registry;
  private @Nullable EpmdEntry registered;

  EpmdConversation(EpmdRegistry registry) {
    this.registry = registry;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf body) {
    EpmdRequest request = registered == null ? EpmdRequest.decode(body.nioBuffer()) : null;
    switch (request) {
      case null -> context.close();
      case EpmdRequest.Register(EpmdEntry entry) -> register(entry, context);
      case EpmdRequest.Lookup(String name) ->
          answer(new Found(registry.find(name)).encode(), context);
      case EpmdRequest.Names n -> answer(listed(context).encode(), context);
      case EpmdRequest.Dump d -> {
        if (isFromThisHost(context.channel())) {
          answer(dump(context), context);
        } else {
          context.close();
        }
      }
      case EpmdRequest.Kill k -> answer("NO".getBytes(US_ASCII), context);
      case EpmdRequest.Stop s -> answer("NOEXIST".getBytes(US_ASCII), context);
    }
  }

  private void register(EpmdEntry entry, ChannelHandlerContext context) {
    if (!isFromThisHost(context.channel())) {
      context.close();
      return;
    }
    Registered reply = registry.register(entry);
    byte[] bytes = reply.encode(EpmdRegistry.isWide(entry));
    if (reply.accepted()) {
      registered = entry;
      context.pipeline().remove(ReadTimeoutHandler.class);
      context.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    } else {
      answer(bytes, context);
    }
  }

  /// A lost connection is how a node unregisters.
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (registered != null) {
      registry.unregister(registered);
      registered = null;
    }
  }

  /// Whatever went wrong (a slow or oversize request, a reset) costs this connection only.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private Listed listed(ChannelHandlerContext context) {
    return new Listed(
        port(context),
        registry.entries().stream().map(e -> new Listed.Node(e.name(), e.port())).toList());
  }

  private byte[] dump(ChannelHandlerContext context) {
    StringBuilder text = new StringBuilder();
    for (EpmdEntry entry : registry.entries()) {
      text.append(
          "active name     <%s> at port %d, fd = -1\n".formatted(entry.name(), entry.port()));
    }
    byte[] lines = text.toString().getBytes(UTF_8);
    return ByteBuffer.allocate(4 + lines.length).putInt(port(context)).put(lines).array();
  }

  private static void answer(byte[] reply, ChannelHandlerContext context) {
    context.writeAndFlush(Unpooled.wrappedBuffer(reply)).addListener(ChannelFutureListener.CLOSE);
  }

  private static int port(ChannelHandlerContext context) {
    return ((InetSocketAddress) context.channel().localAddress()).getPort();
  }

  /// Whether the other end is a program of this host.
  static boolean isFromThisHost(Channel channel) {
    return isOfThisHost(((InetSocketAddress) channel.remoteAddress()).getAddress());
  }

  /// Whether the address is loopback or one of this host's own.
  static boolean isOfThisHost(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }
}
