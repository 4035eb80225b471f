package io.tempelhof.net;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.function.LongSupplier;

/// When an event loop with nothing to do goes to sleep: at once, unless it has just written signals
/// of programs, to which others may answer. Then it may look again and again for {@value
/// #LINGER_NANOS} ns, since waking a core that sleeps takes about as long as the answer does.
///
/// It does so only while that pays: it begins when the loop has been woken that soon several times,
/// and ends when too often nothing has come. After each time it did not pay, it takes twice as many
/// such wake-ups until it is tried again. A node that only keeps itself alive never lingers.
final class Lingering implements SelectStrategy {
  static final long LINGER_NANOS = 100_000;

  /// A loop woken within so long would not have slept had it lingered: waking takes time as well.
  static final long SOON_NANOS = 2 * LINGER_NANOS;

  /// So many times it must have been woken soon before lingering is tried.
  static final int SOON_MIN = 4;

  static final int SOON_MAX = 1_024;
  private static final int CREDIT_FIRST = 2;
  private static final int CREDIT_MAX = 8;
  private static final int COST = 2;

  /// So many answers in a row of lingering make good for the times it did not pay.
  private static final int PAYING = 64;

  private static final long NEVER = Long.MIN_VALUE;
  private static final FastThreadLocal<Lingering> HERE = new FastThreadLocal<>();

  private final LongSupplier clock;
  private boolean expecting;

  /// How many answers more than failures; none: it does not linger.
  private int credit;

  private int answers;
  private int soon;
  private int soonNeeded = SOON_MIN;
  private long since = NEVER;
  private long asleepAt = NEVER;

  Lingering() {
    this(System::nanoTime);
  }

  /// @param clock nanoseconds
  Lingering(LongSupplier clock) {
    this.clock = clock;
  }

  /// The event loop that calls has written signals of programs: others may answer.
  static void wrote() {
    expect(true);
  }

  /// It has read some: those who take them need a core.
  static void read() {
    expect(false);
  }

  private static void expect(boolean answers) {
    Lingering here = HERE.get();
    if (here != null) {
      here.expecting = answers;
    }
  }

  @Override
  public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
    if (asleepAt != NEVER) {
      woken(clock.getAsLong() - asleepAt);
    }
    if (hasTasks) {
      came();
      return selectNow.get();
    }
    if (!expecting) {
      return asleep(NEVER);
    }
    long now = clock.getAsLong();
    return credit > 0 && lingers(now) ? look(selectNow) : asleep(now);
  }

  private void woken(long after) {
    asleepAt = NEVER;
    if (credit == 0 && after < SOON_NANOS && ++soon >= soonNeeded) {
      credit = CREDIT_FIRST;
      answers = 0;
    }
  }

  private boolean lingers(long now) {
    if (since == NEVER) {
      since = now;
    }
    if (now - since <= LINGER_NANOS) {
      return true;
    }
    credit = Math.max(0, credit - COST);
    if (credit == 0) {
      soon = 0;
      soonNeeded = answers >= PAYING ? SOON_MIN : Math.min(SOON_MAX, 2 * soonNeeded);
    }
    return false;
  }

  /// Without giving others the core: they would have it for milliseconds, and whoever has slept
  /// longer than we is given it anyway.
  private int look(IntSupplier selectNow) throws Exception {
    int ready = selectNow.get();
    if (ready > 0) {
      came();
    } else {
      Thread.onSpinWait();
    }
    return ready;
  }

  private void came() {
    if (since != NEVER) {
      since = NEVER;
      answers++;
      credit = Math.min(CREDIT_MAX, credit + 1);
    }
  }

  /// @param at when, if something is expected
  private int asleep(long at) {
    HERE.set(this);
    expecting = false;
    since = NEVER;
    asleepAt = at;
    return SELECT;
  }
}
