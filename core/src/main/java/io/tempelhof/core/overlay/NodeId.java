package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A node's place in the overlay: the first 128 bits of SHA-256 over {@code cluster|name}. A
/// restart keeps it. Distances are XORs (Maymounkov and Mazières, Kademlia, 2002).
public record NodeId(long high, long low) {
  public static final int BITS = 128;

  public static NodeId of(String cluster, NodeName name) {
    try {
      byte[] text = (cluster + "|" + name).getBytes(StandardCharsets.UTF_8);
      ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
      return new NodeId(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
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

  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
