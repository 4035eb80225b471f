package io.tempelhof.core.node;

import io.tempelhof.core.node.NodeInput.Idle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The budget of direct connections: above the soft cap the coldest idle ones are collected, at the
/// hard cap new dials wait.
final class Crowding {
  static final long REPEAT_NANOS = 1_000_000_000L;

  private final int softCap;
  private final int hardCap;
  private boolean above;
  private long notBefore = Long.MIN_VALUE;

  Crowding(int softCap, int hardCap) {
    this.softCap = softCap;
    this.hardCap = hardCap;
  }

  /// How many connections are too many and should be reported now; 0 for none.
  int excess(int direct, long now) {
    above = direct > softCap;
    if (!above || now < notBefore) {
      return 0;
    }
    notBefore = now + REPEAT_NANOS;
    return direct - softCap;
  }

  /// Whether a further dial has to wait, with that many direct connections open or being made.
  boolean full(int direct) {
    return direct >= hardCap;
  }

  long nextDeadline() {
    return above ? notBefore : Long.MAX_VALUE;
  }

  /// The candidates in the order in which they should go, coldest first.
  static List<Idle> coldestFirst(List<Idle> candidates) {
    List<Idle> sorted = new ArrayList<>(candidates);
    sorted.sort(Comparator.comparingLong(Idle::lastUsedAt));
    return sorted;
  }
}
