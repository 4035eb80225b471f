package io.tempelhof.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How much may be under way to one node before senders wait: everything counted that was said and
/// has been neither written to a socket nor dropped. Like Erlang's {@code dist_buf_busy_limit}: who
/// finds the limit passed waits, one message may pass it by any amount.
final class Room {
  /// Bytes under way above which there is no room.
  static final long LIMIT_BYTES = 1 << 20;

  /// Those who wait are let go on when so little is left, many at a time.
  private static final long RESUME_BYTES = LIMIT_BYTES / 2;

  private final AtomicLong used = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean open;

  long used() {
    return used.get();
  }

  boolean isFree() {
    return open || used.get() <= LIMIT_BYTES;
  }

  void take(long bytes) {
    used.addAndGet(bytes);
  }

  void give(long bytes) {
    long left = used.addAndGet(-bytes);
    if (left < 0) {
      throw new IllegalStateException(-left + " bytes more were written than said");
    }
    if (left <= RESUME_BYTES && waiting.get() > 0) {
      resume();
    }
  }

  /// From now on nobody waits here.
  void open() {
    open = true;
    resume();
  }

  private void resume() {
    lock.lock();
    try {
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there is room. Whoever begins to wait is seen by every later {@link #give}.
  void await() throws InterruptedException {
    if (isFree()) {
      return;
    }
    lock.lockInterruptibly();
    try {
      waiting.incrementAndGet();
      try {
        while (!isFree()) {
          freed.await();
        }
      } finally {
        waiting.decrementAndGet();
      }
    } finally {
      lock.unlock();
    }
  }
}
