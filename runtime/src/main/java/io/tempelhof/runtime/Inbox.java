package io.tempelhof.runtime;

import io.tempelhof.core.signal.TraceToken;
import io.tempelhof.core.term.Ref;
import io.tempelhof.runtime.scheduler.ProcessThreads;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The messages of one process: its mailbox with the limit of it, and the loop that receives.
final class Inbox {
  static final long FOR_EVER = Long.MAX_VALUE;

  /// So many messages a process takes before it lets others go first.
  private static final int TURN = 1_024;

  /// And so many it sends: whoever sends and takes nothing.
  private static final int SENT_TURN = 4_096;

  /// What became of a message for a process.
  enum Arrival {
    TAKEN,
    /// The mailbox was full.
    FULL,
    /// The process has ended.
    ENDED,
    /// The alias it was sent to is not active.
    NO_ALIAS
  }

  private final LocalProcess owner;
  private final Habitat habitat;
  private final Mailbox mailbox = new Mailbox();

  /// Null while no limit is switched on.
  private volatile @Nullable Quota quota;

  // The process's own, seen by others as figures to look at.

  /// Set while it looks through its mailbox.
  private boolean receiving;

  private long sent;
  private long received;

  /// Null until it waits for the first time.
  private @Nullable TimedWait timedWait;

  /// Null for a process that nobody else may run.
  private @Nullable Lease lease;

  Inbox(LocalProcess owner, Habitat habitat) {
    this.owner = owner;
    this.habitat = habitat;
    this.quota = habitat.limit().isNone() ? null : new Quota(habitat.limit(), 0);
  }

  /// A wait of more than 292 years lasts for ever.
  static long nanos(Duration timeout) {
    return timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? timeout.toNanos() : FOR_EVER;
  }

  /// Any thread: puts a message into the mailbox, if that is not full.
  Arrival arrive(Envelope envelope) {
    Quota allowed = quota;
    if (allowed == null || allowed.admits(mailbox.length())) {
      return push(envelope);
    }
    if (allowed.refuse(owner.pid(), habitat.node())) {
      owner.kill();
    }
    return Arrival.FULL;
  }

  /// Any thread: puts a message into the mailbox, full or not.
  Arrival push(Envelope envelope) {
    return switch (mailbox.push(envelope)) {
      case QUEUED -> Arrival.TAKEN;
      case WAKE -> {
        wake();
        yield Arrival.TAKEN;
      }
      case CLOSED -> Arrival.ENDED;
    };
  }

  private void wake() {
    Lease its = lease;
    if (its == null || !its.isTaken()) {
      LockSupport.unpark(owner.thread());
    } // else whoever has it looks here when giving it back
  }

  /// Sets the limit; what waits already stays.
  synchronized void limit(MailboxLimit limit) {
    quota = new Quota(limit, quota == null ? 0 : quota.refused());
  }

  /// The process itself: the trace its next message belongs to; null for most.
  @Nullable TraceToken nextTrace() {
    return mailbox.nextTrace(owner.pid());
  }

  /// The process itself has sent a message.
  void countSent() {
    sent++;
    if (!isRunByAnother()) {
      stepAside(sent, SENT_TURN);
    }
  }

  /// The process itself, or whoever has its turn, has taken a message that was never in its
  /// mailbox.
  void tookElsewhere() {
    mailbox.tookUntraced();
    received++;
    habitat.counters().received.increment();
  }

  /// The process itself: takes the first message that matches out of the mailbox, waiting for one.
  ///
  /// @param timeoutNanos how long to wait, or {@link #FOR_EVER}
  /// @return null once the time has passed
  <T> @Nullable T receive(Pattern<T> pattern, long timeoutNanos) {
    if (receiving) {
      throw new IllegalStateException("a condition of a receive must not receive itself");
    }
    if (timeoutNanos > 0) {
      refuseToWaitForAnother();
    }
    receiving = true;
    Ref reference = pattern.reference();
    if (reference == null) {
      mailbox.rewind();
    } else {
      mailbox.rewindTo(reference);
    }
    boolean interrupted = false;
    boolean first = true;
    long deadline = isTimed(timeoutNanos) ? habitat.time().now() + timeoutNanos : 0;
    try {
      while (true) {
        T found = mailbox.find(pattern, habitat);
        if (found != null) {
          if (owner.mustEnd() != null) {
            // Perhaps the exit signal came before the message.
            habitat.counters().dropped(Dropped.NEVER_RECEIVED);
            owner.checkExit();
          }
          received++;
          habitat.counters().received.increment();
          stepAside(received, TURN);
          return found;
        }
        if (timeoutNanos <= 0
            || (!first && isTimed(timeoutNanos) && deadline - habitat.time().now() <= 0)) {
          return null;
        }
        first = false;
        if (mailbox.idle()) {
          if (timeoutNanos == FOR_EVER) {
            LockSupport.park(mailbox);
          } else {
            waitUntil(deadline);
          }
          interrupted |= Thread.interrupted();
          owner.checkExit();
        }
      }
    } finally {
      receiving = false;
      passOn(interrupted);
    }
  }

  /// An interrupt that was not the runtime's is somebody else's wish, left for the body to see.
  private void passOn(boolean interrupted) {
    if (interrupted && owner.mustEnd() == null) {
      Thread.currentThread().interrupt();
    }
  }

  // Run by others.

  /// The process itself: takes the next message, waiting for one. Meanwhile others may handle
  /// theirs.
  ///
  /// @return null if one of them has said that the process must look at itself
  /// @throws Exception what the handling of one of them has thrown
  @Nullable GenMessage receive(Handling handling) throws Exception {
    Lease its = lease;
    if (its == null) {
      its = new Lease(handling);
      lease = its;
    }
    while (true) {
      GenMessage next = receive(GenMessage.any(), 0);
      if (next != null) {
        return next;
      }
      if (mailbox.idle()) {
        sleep(its);
        owner.checkExit();
        if (its.wasCalled()) {
          return null;
        }
      }
    }
  }

  private void sleep(Lease its) {
    boolean interrupted = false;
    its.offer();
    do {
      LockSupport.park(mailbox);
      interrupted |= Thread.interrupted();
    } while (!its.takeBack());
    passOn(interrupted);
  }

  /// Another: takes the turn to run the process, if that sleeps with nothing to do.
  boolean takeTurn() {
    Lease its = lease;
    if (its == null || !its.take()) {
      return false;
    }
    if (hasToDo()) {
      giveTurnBack(its, true);
      return false;
    }
    return true;
  }

  private boolean hasToDo() {
    return !mailbox.isIdle() || owner.mustEnd() != null;
  }

  /// Another that has the turn: handles a message of its own as the process.
  ///
  /// @return whether the process may sleep on
  /// @throws io.tempelhof.core.term.mapping.UnmappableException if the message has no term form:
  ///   then nothing was handled
  boolean handle(GenMessage message) {
    Envelope envelope = habitat.wrapping().wrap(message);
    GenMessage taken = Objects.requireNonNull(GenMessage.any().match(envelope));
    habitat.counters().sent.increment();
    tookElsewhere();
    return Objects.requireNonNull(lease).handle(taken);
  }

  /// Another that has the turn gives it back.
  ///
  /// @param sleeping whether the process may sleep on
  void giveTurnBack(boolean sleeping) {
    giveTurnBack(Objects.requireNonNull(lease), sleeping);
  }

  private void giveTurnBack(Lease its, boolean sleeping) {
    its.giveBack(sleeping);
    // In this order: who came meanwhile has left the waking to us.
    if (!sleeping || hasToDo()) {
      LockSupport.unpark(owner.thread());
    }
  }

  /// Whether another runs the process now.
  boolean isRunByAnother() {
    Lease its = lease;
    return its != null && its.isTaken();
  }

  /// @throws IllegalStateException if another runs the process now
  void refuseToWaitForAnother() {
    if (isRunByAnother()) {
      throw new IllegalStateException(
          "a handler of a brief server must not wait: it runs on the thread of whoever calls it");
    }
  }

  /// Whether this thread, not the process's own, may act as the process.
  boolean isRunBy(Thread thread) {
    Lease its = lease;
    return its != null && its.isOn(thread);
  }

  /// Whether what the process says next belongs to a trace.
  boolean isTraced() {
    return mailbox.isTraced();
  }

  /// Whether a receive looks at the clock: the others wait for ever, or not at all.
  private static boolean isTimed(long timeoutNanos) {
    return timeoutNanos > 0 && timeoutNanos != FOR_EVER;
  }

  private void waitUntil(long deadline) {
    if (!habitat.time().equals(Time.REAL)) {
      habitat.time().parkUntil(mailbox, deadline);
      return;
    }
    long now = habitat.time().now();
    TimedWait wait = timedWait;
    if (wait == null) {
      wait = new TimedWait(now);
      timedWait = wait;
    }
    wait.until(mailbox, deadline, now);
  }

  private void stepAside(long count, int turn) {
    if (count % turn == 0) {
      ProcessThreads.stepAside(mailbox);
    }
  }

  /// Whether the process looks through its mailbox, or waits for it.
  boolean isReceiving() {
    Lease its = lease;
    return receiving || (its != null && its.isFree());
  }

  /// To be looked at.
  Mailbox mailbox() {
    return mailbox;
  }

  MailboxLimit limit() {
    Quota allowed = quota;
    return allowed == null ? MailboxLimit.NONE : allowed.limit();
  }

  /// How many messages found the mailbox full.
  long refused() {
    Quota allowed = quota;
    return allowed == null ? 0 : allowed.refused();
  }

  /// How many messages the process has sent.
  long sent() {
    return sent;
  }

  /// How many messages the process has received.
  long received() {
    return received;
  }

  /// Nobody can send it anything any more.
  ///
  /// @return how many messages it never received
  int close() {
    return mailbox.close();
  }
}
