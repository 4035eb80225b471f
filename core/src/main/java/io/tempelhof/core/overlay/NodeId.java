package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A node's place in the overlay: the first 128 bits of SHA-256 over {@code cluster|name}. A
/// restart keeps it. Distances are XORs (Maymounkov and Mazières, Kademlia, 2002).
public record NodeId(long high, long low) {
  public static final int BITS = 128;

  /// Ids do not travel: whoever hears of a node computes its id, each time anew but for the last so
  /// many.
  static final int REMEMBERED = 4_096;

  private record Computed(String cluster, NodeName name, NodeId id) {}

  /// By the name's hash. Threads may overwrite each other's entries, each of which is whole.
  private static final @Nullable Computed[] COMPUTED = new @Nullable Computed[REMEMBERED];

  /// The id of the node with this name in that cluster.
  public static NodeId of(String cluster, NodeName name) {
    int slot = name.hashCode() & REMEMBERED - 1;
    Computed last = COMPUTED[slot];
    if (last != null && last.name.equals(name) && last.cluster.equals(cluster)) {
      return last.id;
    }
    NodeId id = hash(cluster + "|" + name);
    COMPUTED[slot] = new Computed(cluster, name, id);
    return id;
  }

  /// The first 128 bits of SHA-256 over that text in UTF-8.
  static NodeId hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new NodeId(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  // Written out: every table of nodes turns on them, and what a record brings along goes by method
  // handles, which only the last compiler makes fast.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof NodeId that && high == that.high && low == that.low);
  }

  @Override
  public int hashCode() {
    return (int) (high >>> 32);
  }

  /// How many leading bits the two share: 128 for equal ids, otherwise the index of the bucket the
  /// other belongs to.
  public int commonPrefix(NodeId other) {
    long difference = high ^ other.high;
    return difference != 0
        ? Long.numberOfLeadingZeros(difference)
        : Long.SIZE + Long.numberOfLeadingZeros(low ^ other.low);
  }

  /// Negative if {@code a} is closer to this id than {@code b}, 0 only if they are equal.
  public int compareDistance(NodeId a, NodeId b) {
    int byHigh = Long.compareUnsigned(high ^ a.high, high ^ b.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low ^ a.low, low ^ b.low);
  }

  /// The {@code count} bits (at most 31) after the first {@code from}, as a number; bits beyond the
  /// last are 0.
  public int bits(int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      value = value << 1 | (i < BITS ? bit(i) : 0);
    }
    return value;
  }

  private int bit(int index) {
    return (int) ((index < Long.SIZE ? high : low) >>> (Long.SIZE - 1 - index % Long.SIZE)) & 1;
  }

  /// The first id behind the sub-tree that shares {@code depth} (1 to 128) leading bits with this
  /// one; {@code null} if that one has other {@code fixed} leading bits.
  @Nullable NodeId next(int depth, int fixed) {
    long nextHigh;
    long nextLow;
    if (depth <= Long.SIZE) {
      long step = 1L << (Long.SIZE - depth);
      nextHigh = (high & -step) + step;
      nextLow = 0;
    } else {
      long step = 1L << (2 * Long.SIZE - depth);
      nextLow = (low & -step) + step;
      nextHigh = nextLow == 0 ? high + 1 : high;
    }
    return (high ^ nextHigh) >>> (Long.SIZE - fixed) == 0 ? new NodeId(nextHigh, nextLow) : null;
  }

  /// A random id of bucket {@code bucket}: it shares exactly that many leading bits with this one.
  public NodeId randomInBucket(int bucket, RandomGenerator random) {
    NodeId tail = new NodeId(random.nextLong(), random.nextLong());
    if (bucket < Long.SIZE) {
      return new NodeId(mixed(high, tail.high, bucket), tail.low);
    }
    return new NodeId(high, mixed(low, tail.low, bucket - Long.SIZE));
  }

  /// The first {@code kept} bits of {@code head}, the next one flipped, the rest of {@code tail}.
  private static long mixed(long head, long tail, int kept) {
    long flipped = Long.MIN_VALUE >>> kept;
    long rest = flipped - 1;
    return ((head ^ flipped) & ~rest) | (tail & rest);
  }

  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
