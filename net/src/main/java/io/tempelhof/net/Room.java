package io.tempelhof.net;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// How much may be under way to one node before senders wait: everything counted that was said and
/// has been neither written to a socket nor dropped. Like Erlang's {@code dist_buf_busy_limit}: who
/// finds the limit passed waits, one message may pass it by any amount. So the most under way is
/// the limit and one message, however many senders there are, beside what is taken {@link
/// #takeAnyway without asking}.
///
/// Senders that wait stand in line. Whoever makes room hands it to those in front, so that nobody
/// is woken in vain, and who comes later does not overtake them.
final class Room {
  /// Bytes under way above which there is no room.
  static final long LIMIT_BYTES = 1 << 20;

  /// The line moves on when so little is left, many at a time.
  private static final long RESUME_BYTES = LIMIT_BYTES / 2;

  private final AtomicLong used = new AtomicLong();

  /// Guards itself. Who stands in it has no room yet.
  private final SequencedSet<Waiter> line = new LinkedHashSet<>();

  /// Whether the line is not empty. Set before its first waiter looks how much is left, and read by
  /// {@link #give} after it has said how much is left: one of the two sees the other.
  private volatile boolean crowded;

  private volatile boolean open;

  private static final class Waiter {
    private final Thread thread = Thread.currentThread();
    private final long bytes;
    private volatile boolean admitted;

    private Waiter(long bytes) {
      this.bytes = bytes;
    }
  }

  /// Bytes under way.
  long used() {
    return used.get();
  }

  /// How many senders wait.
  int waiting() {
    synchronized (line) {
      return line.size();
    }
  }

  /// Takes room if there is some and nobody waits for it.
  boolean tryTake(long bytes) {
    while (!crowded) {
      long now = used.get();
      if (now > LIMIT_BYTES && !open) {
        return false;
      }
      if (used.compareAndSet(now, now + bytes)) {
        return true;
      }
    }
    return false;
  }

  /// Takes room, after waiting for it in line. Never on an event loop.
  ///
  /// @throws InterruptedException if the thread was interrupted while it waited: nothing was taken
  void take(long bytes) throws InterruptedException {
    if (!tryTake(bytes)) {
      await(lineUp(bytes));
    }
  }

  /// Takes room whether there is some or not.
  void takeAnyway(long bytes) {
    used.addAndGet(bytes);
  }

  /// Gives room back, and to those in line.
  void give(long bytes) {
    long left = used.addAndGet(-bytes);
    if (left < 0) {
      throw new IllegalStateException(-left + " bytes more were written than said");
    }
    if (crowded && left <= RESUME_BYTES) {
      synchronized (line) {
        admit(LIMIT_BYTES);
      }
    }
  }

  /// Lets all go on who are in line now. It costs no memory: they hold what they want to say.
  void admitAll() {
    synchronized (line) {
      admit(Long.MAX_VALUE);
    }
  }

  /// From now on nobody waits here.
  void open() {
    open = true;
    admitAll();
  }

  private Waiter lineUp(long bytes) {
    Waiter waiter = new Waiter(bytes);
    synchronized (line) {
      line.addLast(waiter);
      crowded = true;
      if (open || used.get() <= RESUME_BYTES) {
        admit(LIMIT_BYTES);
      }
    }
    return waiter;
  }

  /// Gives room to those in front until more than {@code limit} is under way.
  private void admit(long limit) {
    while (!line.isEmpty() && (used.get() <= limit || open)) {
      Waiter first = line.removeFirst();
      used.addAndGet(first.bytes);
      first.admitted = true;
      LockSupport.unpark(first.thread);
    }
    crowded = !line.isEmpty();
  }

  /// Who is given room at the moment of an interrupt has it, and stays interrupted.
  private void await(Waiter waiter) throws InterruptedException {
    while (!waiter.admitted) {
      LockSupport.park(this);
      if (Thread.currentThread().isInterrupted() && leave(waiter)) {
        Thread.interrupted();
        throw new InterruptedException("while waiting for room to another node");
      }
    }
  }

  /// @return false if it has been given room
  private boolean leave(Waiter waiter) {
    synchronized (line) {
      boolean left = line.remove(waiter);
      crowded = !line.isEmpty();
      return left;
    }
  }
}
