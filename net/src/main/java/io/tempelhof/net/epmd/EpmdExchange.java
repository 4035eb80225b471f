package io.tempelhof.net.epmd;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.tempelhof.net.epmd.EpmdException.Kind;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The asking end of one connection to an EPMD: sends the request and reads the reply, which has no
/// length of its own.
@SuppressWarnings("FutureReturnValueIgnored")
final class EpmdExchange<R> extends SimpleChannelInboundHandler<ByteBuf> {
  /// The longest reply that is read, in bytes: the names of a full registry fit.
  static final int REPLY_BYTES_MAX = 4 << 20;

  /// Decodes a reply; null if the bytes are none.
  interface Decoder<R> {
    @Nullable R decode(ByteBuffer reply);
  }

  private final EpmdRequest request;
  private final boolean endsWithReply;
  private final Decoder<R> decoder;
  private final CompletableFuture<R> reply;
  private final ByteBuf received = Unpooled.buffer(0, REPLY_BYTES_MAX);

  /// @param endsWithReply whether the connection ends after the reply, which may be long; otherwise
  ///   the reply ends where it is complete
  /// @param reply completed by this exchange, perhaps exceptionally
  EpmdExchange(
      EpmdRequest request, boolean endsWithReply, Decoder<R> decoder, CompletableFuture<R> reply) {
    this.request = request;
    this.endsWithReply = endsWithReply;
    this.decoder = decoder;
    this.reply = reply;
  }

  CompletableFuture<R> reply() {
    return reply;
  }

  boolean endsWithReply() {
    return endsWithReply;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.writeAndFlush(Unpooled.wrappedBuffer(request.encode()));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
    if (bytes.readableBytes() > received.maxWritableBytes()) {
      context.close();
      return;
    }
    received.writeBytes(bytes);
    if (!endsWithReply) {
      R decoded = decoder.decode(received.nioBuffer());
      if (decoded != null) {
        reply.complete(decoded);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    R decoded = decoder.decode(received.nioBuffer());
    if (decoded != null) {
      reply.complete(decoded);
    } else {
      reply.completeExceptionally(
          new EpmdException(
              Kind.NO_ANSWER,
              "what listens at "
                  + context.channel().remoteAddress()
                  + " does not answer like EPMD"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
