package io.tempelhof.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import io.tempelhof.core.association.SignalSize;
import io.tempelhof.core.wire.PacketSplitter;
import io.tempelhof.core.wire.PacketSplitter.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One socket to another node, from its first byte to its last: bytes in, packets out to the
/// current {@link Phase}; packets of one burst gathered and flushed together. It holds no buffer
/// while nothing is under way. All methods run on its event loop, except where they say otherwise.
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told to the connection
final class Connection extends ChannelInboundHandlerAdapter implements PacketSplitter.Packets {
  /// What is made of the packets: a handshake first, then an association's frames.
  interface Phase {
    /// One packet, {@code bytes[from..to)}, which are only lent.
    ///
    /// @return whether to go on reading
    boolean packet(byte[] bytes, int from, int to);

    /// What the peer sends cannot be taken: the connection is to be closed.
    void refused(Refusal refusal);

    /// Everything that arrived together has been handed over.
    void paused();

    /// Whether there is {@link #more} to write than was given so far.
    boolean isBusy();

    /// Adds the next piece of it to the burst.
    void more();

    /// The socket has taken signals of that many bytes ({@link #carries}), or never will: small
    /// ones, and large ones.
    void written(long smallBytes, long largeBytes);

    /// The socket is gone; nothing follows.
    void closed(String reason);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /// Read at once at most: several fragments, so that few are cut in two.
  private static final int READ_BYTES = 256 << 10;

  private static final int USUAL_READ_BYTES = 2 << 10;

  /// Frames are gathered into buffers of at most this size: larger writes gain little for small
  /// frames, and a lone small one should not take a large buffer.
  private static final int GATHER_BYTES = 64 << 10;

  private static final int FIRST_BYTES = 512;

  /// Of what is long, the next piece is only asked for while less than this waits for the socket:
  /// what is said meanwhile waits behind that much at most.
  private static final WriteBufferWaterMark WAITING = new WriteBufferWaterMark(64 << 10, 128 << 10);

  /// When more than this waits for the socket the other end does not read: programs are not let say
  /// as much.
  private static final long CLOGGED_BYTES = 2 << 20;

  /// After so many pieces others on this loop have their turn.
  private static final int PIECES_PER_TURN = 4;

  /// How long a peer that does not read or does not close may delay a close.
  private static final long LINGER_SECONDS = 5;

  private static final FastThreadLocal<byte[]> READ =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[READ_BYTES];
        }
      };

  private final long number;
  private final boolean dialled;
  private final SocketChannel channel;
  private final PacketSplitter splitter = new PacketSplitter(SharedAllowance.OF_JVM);
  private Phase phase;
  private @Nullable ByteBuf gathered;
  private long gatheredSmall;
  private long gatheredLarge;
  private boolean pumping;
  private @Nullable String closing;
  private @Nullable Future<?> lingering;
  private volatile long lastReadAt;
  private long lastWrittenAt;

  /// @param number never used twice in a JVM
  Connection(long number, boolean dialled, SocketChannel channel, Phase first) {
    this.number = number;
    this.dialled = dialled;
    this.channel = channel;
    this.phase = first;
    channel
        .config()
        .setWriteBufferWaterMark(WAITING)
        .setRecvByteBufAllocator(
            new AdaptiveRecvByteBufAllocator(FIRST_BYTES, USUAL_READ_BYTES, READ_BYTES));
  }

  long number() {
    return number;
  }

  boolean dialled() {
    return dialled;
  }

  /// The only thread that may touch this connection.
  EventLoop loop() {
    return channel.eventLoop();
  }

  /// Where the other end is, for logs. From any thread.
  String remote() {
    SocketAddress remote = channel.remoteAddress();
    return remote instanceof InetSocketAddress inet
        ? inet.getHostString() + ":" + inet.getPort()
        : "unknown address";
  }

  /// When bytes last came in, on the {@link Clock}.
  long lastReadAt() {
    return lastReadAt;
  }

  /// When bytes were last given to the socket, on the {@link Clock}.
  long lastWrittenAt() {
    return lastWrittenAt;
  }

  /// The rest of the bytes belongs to {@code next}.
  void enter(Phase next) {
    phase = next;
  }

  PacketSplitter splitter() {
    return splitter;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf buffer = (ByteBuf) message;
    try {
      byte[] bytes = READ.get();
      while (buffer.isReadable() && closing == null) {
        int count = Math.min(bytes.length, buffer.readableBytes());
        buffer.readBytes(bytes, 0, count);
        lastReadAt = Clock.now();
        Refusal refusal = splitter.feed(bytes, 0, count, this);
        if (refusal != null) {
          phase.refused(refusal);
        }
      }
    } finally {
      buffer.release();
    }
  }

  @Override
  public boolean packet(byte[] bytes, int from, int to) {
    return phase.packet(bytes, from, to) && closing == null;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    phase.paused();
    flush();
  }

  /// Room for {@code length} more bytes in the current burst, to be filled at once.
  ByteBuf gather(int length) {
    if (gathered != null && gathered.readableBytes() + length > GATHER_BYTES) {
      write(gathered);
    }
    if (gathered == null) {
      gathered = channel.alloc().ioBuffer(Math.max(length, FIRST_BYTES));
    }
    return gathered;
  }

  /// What was gathered last ends a signal of this size, which is to be reported by {@link
  /// Phase#written}.
  void carries(long size) {
    if (SignalSize.isLarge(size)) {
      gatheredLarge += size;
    } else {
      gatheredSmall += size;
    }
  }

  /// Gives the burst to the socket, and soon what is long, as fast as the socket takes it.
  void flush() {
    if (gathered != null) {
      lastWrittenAt = Clock.now();
      write(gathered);
      channel.flush();
    }
    if (phase.isBusy() && channel.isWritable() && !pumping) {
      pumping = true;
      loop().execute(this::pump);
    }
  }

  private void pump() {
    try {
      for (int i = 0; i < PIECES_PER_TURN && phase.isBusy() && channel.isWritable(); i++) {
        phase.more();
      }
    } catch (RuntimeException defect) {
      failed(defect);
      return;
    }
    pumping = false;
    flush();
    if (closing != null) {
      finish();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      flush();
    }
  }

  private void write(ByteBuf buffer) {
    gathered = null; // first, for the channel may call back
    long small = gatheredSmall;
    long large = gatheredLarge;
    gatheredSmall = 0;
    gatheredLarge = 0;
    if (small == 0 && large == 0) {
      channel.write(buffer, channel.voidPromise());
    } else {
      channel.write(buffer).addListener(_ -> phase.written(small, large));
    }
  }

  /// Whether so much waits for the socket that nothing should be added which can be left out.
  boolean isClogged() {
    return channel.bytesBeforeWritable() > CLOGGED_BYTES;
  }

  /// Stops or resumes reading from the socket.
  void read(boolean on) {
    channel.config().setAutoRead(on);
  }

  /// Flushes and says no more; what still comes in is dropped, and with its end the socket closes.
  /// So the other end gets our last frames whatever it was sending. Later reasons do not count.
  /// From any thread.
  void close(String reason) {
    if (!loop().inEventLoop()) {
      loop().execute(() -> close(reason));
    } else if (closing == null) {
      closing = reason;
      flush();
      read(true);
      lingering = loop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
      finish();
    }
  }

  private void finish() {
    if (!phase.isBusy()) {
      // Behind all that waits for the socket, for a shutdown drops it.
      channel
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(_ -> loop().execute(channel::shutdownOutput));
    }
  }

  /// Closes the socket after writing what it takes at once. From any thread.
  void abort(String reason) {
    if (!loop().inEventLoop()) {
      loop().execute(() -> abort(reason));
      return;
    }
    if (closing == null) {
      closing = reason;
    }
    flush();
    channel.close();
  }

  /// Runs {@code then} when the socket is closed, on its loop. From any thread.
  void whenClosed(Runnable then) {
    channel.closeFuture().addListener(_ -> then.run());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (lingering != null) {
      lingering.cancel(false);
    }
    if (gathered != null) {
      gathered.release();
      gathered = null;
      phase.written(gatheredSmall, gatheredLarge);
      gatheredSmall = 0;
      gatheredLarge = 0;
    }
    splitter.release();
    phase.closed(closing != null ? closing : "closed by the other end");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      abort("connection broke: " + cause.getMessage());
    } else {
      failed(cause);
    }
  }

  private void failed(Throwable defect) {
    LOG.error("bug: connection with {} is closed", remote(), defect);
    abort("internal error: " + defect);
  }
}
