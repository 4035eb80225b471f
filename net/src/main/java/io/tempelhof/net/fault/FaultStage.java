package io.tempelhof.net.fault;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.fault.LinkFault.Cut;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What is between one socket and its connection in a node with {@link Faults}: holds bytes, both
/// ways, and breaks the connection. All on its event loop.
///
/// Whoever writes feels it as from a socket that takes no more: writability ends, promises are kept
/// when the bytes have been let go. Of what comes in no more is read than may be held.
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told to the connection
final class FaultStage extends ChannelDuplexHandler {
  /// While more is held the socket says it takes no more.
  private static final long WRITE_HELD_BYTES = 128 << 10;

  /// While more is held nothing more is read.
  private static final long READ_HELD_BYTES = 256 << 10;

  /// When more is held the connection is closed: it was written without heed of writability.
  private static final long HELD_BYTES_MAX = 64L << 20;

  /// How long a close waits for what was written before it.
  private static final long LINGER_SECONDS = 2;

  private static final int WRITABILITY = 1;

  private final Faults faults;
  private final Lane out = new Lane();
  private final Lane in = new Lane();
  private final boolean dialled;
  private @Nullable NodeName peer;
  private @Nullable ChannelHandlerContext context;
  private boolean readWanted;
  private boolean ended;
  private boolean broken;

  /// Accepted from where dials are to hear nothing: all is held for ever.
  private boolean dark;

  /// Whether the links have been looked at, and what was cut then.
  private boolean known;

  private boolean wasCutToward;
  private boolean wasCutFrom;
  private @Nullable ChannelPromise closing;
  private @Nullable Future<?> outAlarm;
  private @Nullable Future<?> inAlarm;
  private volatile long held;

  /// @param peer who was dialled; null for an accepted socket, where nobody has said yet
  FaultStage(Faults faults, @Nullable NodeName peer) {
    this.faults = faults;
    this.dialled = peer != null;
    this.peer = peer;
  }

  /// How many bytes are held. From any thread.
  long held() {
    return held;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    // An end that was read must wait behind what is held.
    added.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    faults.add(this);
    apply();
  }

  /// The other end has said who it is.
  void met(NodeName name) {
    peer = name;
    if (faults.from(name).cut() == Cut.SILENT) {
      dark = true;
    }
    apply();
  }

  /// Something has changed. From any thread.
  void changed() {
    ChannelHandlerContext here = current();
    here.executor().execute(this::apply);
  }

  /// Closes the socket now; returns when that is done. Not on an event loop.
  void breakNow() {
    current().executor().execute(this::tear);
    current().channel().closeFuture().awaitUninterruptibly();
  }

  private void apply() {
    if (faults.isIsolated()) {
      tear();
    } else if (peer != null) {
      LinkFault toward = faults.toward(peer);
      LinkFault from = faults.from(peer);
      if (breaks(toward.cut() != Cut.NONE, from.cut() != Cut.NONE)) {
        tear();
        return;
      }
      turn(out, toward, faults.seed(peer, true));
      turn(in, from, faults.seed(peer, false));
      letOut();
      letIn();
    }
  }

  /// Whether a cut has come, in either direction; for a new connection, whether there is one in the
  /// direction in which it was made. One that was swallowed ends with its cut.
  private boolean breaks(boolean cutToward, boolean cutFrom) {
    boolean breaks =
        known
            ? (cutToward && !wasCutToward) || (cutFrom && !wasCutFrom) || (dark && !cutFrom)
            : !dark && (dialled ? cutToward : cutFrom);
    known = true;
    wasCutToward = cutToward;
    wasCutFrom = cutFrom;
    return breaks;
  }

  private void turn(Lane lane, LinkFault fault, long seed) {
    if (lane.isOpen()) {
      lane.seed(seed);
    }
    lane.become(dark ? fault.withStalled(true) : fault);
  }

  private void tear() {
    broken = true;
    ChannelHandlerContext here = current();
    drop();
    here.close(closing == null ? here.newPromise() : closing);
  }

  private ChannelHandlerContext current() {
    if (context == null) {
      throw new IllegalStateException("used before it was added");
    }
    return context;
  }

  // Out.

  @Override
  public void write(ChannelHandlerContext here, Object message, ChannelPromise promise) {
    if (broken || out.isOpen()) {
      here.write(message, promise);
      return;
    }
    long now = System.nanoTime();
    ByteBuf rest = (ByteBuf) message;
    int piece = out.pieceBytes();
    while (rest.readableBytes() > piece) {
      out.put(rest.readRetainedSlice(piece), here.voidPromise(), piece, now);
    }
    out.put(rest, promise, rest.readableBytes(), now);
    account();
    if (out.bytes() > HELD_BYTES_MAX) {
      here.fireExceptionCaught(new IOException("more than " + HELD_BYTES_MAX + " bytes are held"));
      return;
    }
    letOut();
  }

  @Override
  public void flush(ChannelHandlerContext here) {
    here.flush(); // what is held is flushed as it is let go
  }

  private void letOut() {
    ChannelHandlerContext here = current();
    long now = System.nanoTime();
    Lane.Held next;
    boolean some = false;
    while ((next = out.take(now)) != null) {
      here.write(next.what(), next.promise() == null ? here.voidPromise() : next.promise());
      some = true;
    }
    if (some) {
      here.flush();
      account();
    }
    if (closing != null && out.isEmpty()) {
      here.close(closing);
    }
    outAlarm = again(outAlarm, out, this::letOut, now);
  }

  /// A close comes behind what was written, as long as that is on its way.
  @Override
  public void close(ChannelHandlerContext here, ChannelPromise promise) {
    if (broken || out.isEmpty() || out.isStalled() || closing != null) {
      drop();
      here.close(promise);
    } else {
      closing = promise;
      here.executor().schedule(this::tear, LINGER_SECONDS, TimeUnit.SECONDS);
    }
  }

  // In.

  @Override
  public void read(ChannelHandlerContext here) {
    if (in.bytes() > READ_HELD_BYTES) {
      readWanted = true;
    } else {
      here.read();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext here, Object message) {
    if (broken) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (in.isOpen()) {
      here.fireChannelRead(message);
      return;
    }
    long now = System.nanoTime();
    ByteBuf rest = (ByteBuf) message;
    int piece = in.pieceBytes();
    while (rest.readableBytes() > piece) {
      in.put(rest.readRetainedSlice(piece), null, piece, now);
    }
    in.put(rest, null, rest.readableBytes(), now);
    account();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext here) {
    if (in.isOpen()) {
      here.fireChannelReadComplete();
    } else {
      letIn();
    }
  }

  private void letIn() {
    ChannelHandlerContext here = current();
    long now = System.nanoTime();
    Lane.Held next;
    boolean some = false;
    while ((next = in.take(now)) != null) {
      here.fireChannelRead(next.what());
      some = true;
    }
    if (some) {
      here.fireChannelReadComplete();
      account();
    }
    if (readWanted && in.bytes() <= READ_HELD_BYTES) {
      readWanted = false;
      here.read();
    }
    if (ended && in.isEmpty() && !broken) {
      tear();
    }
    inAlarm = again(inAlarm, in, this::letIn, now);
  }

  /// The other end has closed: that, too, is heard when its time has come.
  @Override
  public void userEventTriggered(ChannelHandlerContext here, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended = true;
      letIn();
    } else if (!(event instanceof ChannelInputShutdownReadComplete)) {
      here.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext here, Throwable cause) {
    broken = true;
    here.fireExceptionCaught(cause);
  }

  // Both.

  private @Nullable Future<?> again(@Nullable Future<?> alarm, Lane lane, Runnable then, long now) {
    if (alarm != null) {
      alarm.cancel(false);
    }
    long due = lane.nextDue(now);
    return due == Long.MAX_VALUE || broken
        ? null
        : current().executor().schedule(then, Math.max(0, due - now), TimeUnit.NANOSECONDS);
  }

  private void account() {
    held = out.bytes() + in.bytes();
    ChannelOutboundBuffer buffer = current().channel().unsafe().outboundBuffer();
    if (buffer != null) {
      buffer.setUserDefinedWritability(WRITABILITY, out.bytes() <= WRITE_HELD_BYTES);
    }
  }

  private void drop() {
    Lane.Held next;
    while ((next = out.remove()) != null) {
      ReferenceCountUtil.release(next.what());
      ChannelPromise promise = next.promise();
      if (promise != null && !promise.isVoid()) {
        promise.tryFailure(new ClosedChannelException());
      }
    }
    while ((next = in.remove()) != null) {
      ReferenceCountUtil.release(next.what());
    }
    held = 0;
  }

  @Override
  public void channelInactive(ChannelHandlerContext here) {
    broken = true;
    drop();
    faults.remove(this);
    here.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext here) {
    broken = true;
    drop();
    faults.remove(this);
  }
}
