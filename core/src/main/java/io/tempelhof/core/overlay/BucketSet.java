package io.tempelhof.core.overlay;

/// A set of bucket indexes (0 to 127): bit {@code i} of {@code low} is bucket {@code i}, bit {@code
/// i} of {@code high} is bucket {@code 64 + i}.
public record BucketSet(long low, long high) {
  public static final BucketSet NONE = new BucketSet(0, 0);
  public static final BucketSet ALL = new BucketSet(-1, -1);

  /// Whether that bucket is in the set.
  public boolean contains(int bucket) {
    return ((bucket < Long.SIZE ? low : high) >>> bucket & 1) != 0;
  }

  /// This set and one bucket more.
  public BucketSet with(int bucket) {
    return bucket < Long.SIZE
        ? new BucketSet(low | 1L << bucket, high)
        : new BucketSet(low, high | 1L << bucket);
  }
}
