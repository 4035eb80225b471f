package io.tempelhof.net;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The threads that carry all sockets and timers of the nodes of a JVM: a few platform threads,
/// never one per connection. They start with the first node that uses them and end with the last.
public final class EventLoops {
  private static final EventLoops SHARED =
      new EventLoops(Runtime.getRuntime().availableProcessors());
  private static final long STOP_SECONDS = 5;
  private static final int SETTLE_ROUNDS = 3;

  private final int count;
  private final DialLine line;
  private @Nullable EventLoopGroup group;
  private int users;

  private EventLoops(int count) {
    this.count = count;
    this.line = new DialLine(count * DialLine.PER_LOOP);
  }

  /// The loops all nodes of this JVM share unless told otherwise: one per core.
  public static EventLoops shared() {
    return SHARED;
  }

  /// Loops of one's own.
  ///
  /// @throws IllegalArgumentException if {@code count} is not positive
  public static EventLoops of(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one event loop is needed, not " + count);
    }
    return new EventLoops(count);
  }

  /// Where upkeep dials of the nodes on these loops stand in line.
  DialLine line() {
    return line;
  }

  /// How many loops there are.
  public int count() {
    return count;
  }

  /// The threads of the loops that run now.
  synchronized List<Thread> threads() {
    List<Thread> threads = new ArrayList<>();
    if (group != null) {
      for (var executor : group) {
        executor.submit(() -> threads.add(Thread.currentThread())).awaitUninterruptibly();
      }
    }
    return threads;
  }

  /// The running loops, for one more user; to be given back by {@link #release}.
  ///
  /// @throws UncheckedIOException if the operating system denies what they need
  synchronized EventLoopGroup acquire() {
    if (group == null) {
      group = create();
    }
    users++;
    return group;
  }

  private EventLoopGroup create() {
    try {
      return new MultiThreadIoEventLoopGroup(
          count,
          new DefaultThreadFactory("tempelhof-loop"),
          NioIoHandler.newFactory(SelectorProvider.provider(), Lingering::new));
    } catch (IllegalStateException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof IOException io) {
          throw new UncheckedIOException(io);
        }
      }
      throw e;
    }
  }

  /// One user less; the last one waits until the threads have ended, unless it is one of them.
  void release() {
    EventLoopGroup ending;
    synchronized (this) {
      if (--users > 0 || group == null) {
        return;
      }
      ending = group;
      group = null;
    }
    if (!onLoop(ending)) {
      settle(ending);
    }
    var ended = ending.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
    if (!onLoop(ending)) {
      ended.awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }
  }

  /// Lets every loop finish what it has to do, also for the others, before the first of them ends.
  private static void settle(EventLoopGroup group) {
    for (int round = 0; round < SETTLE_ROUNDS; round++) {
      for (var executor : group) {
        executor.submit(() -> {}).awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  private static boolean onLoop(EventLoopGroup group) {
    for (var executor : group) {
      if (executor instanceof EventLoop loop && loop.inEventLoop()) {
        return true;
      }
    }
    return false;
  }
}
