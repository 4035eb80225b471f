package io.tempelhof.net;

import io.tempelhof.core.wire.Allowance;
import java.util.concurrent.atomic.AtomicLong;

/// What all connections of this JVM together may hold of frames and messages that are not complete,
/// whatever nodes they belong to.
final class SharedAllowance implements Allowance {
  static final SharedAllowance OF_JVM = new SharedAllowance(1L << 30);

  private final long limitBytes;
  private final AtomicLong taken = new AtomicLong();

  SharedAllowance(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  @Override
  public boolean take(long bytes) {
    long now;
    do {
      now = taken.get();
      if (bytes > limitBytes - now) {
        return false;
      }
    } while (!taken.compareAndSet(now, now + bytes));
    return true;
  }

  @Override
  public void give(long bytes) {
    if (taken.addAndGet(-bytes) < 0) {
      throw new IllegalStateException(bytes + " bytes were given back that were not taken");
    }
  }

  /// Bytes held now.
  long taken() {
    return taken.get();
  }
}
