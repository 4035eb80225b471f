package io.tempelhof.core.overlay;

/// A node in our buckets: its record and what we think of it.
final class Known {
  static final long NEVER = Long.MIN_VALUE;

  NodeRecord record;

  /// When we last received a byte from it ourselves; {@link #NEVER} if others only told us.
  long heardAt = NEVER;

  /// A connection to it is open: it is being heard all the time.
  boolean connected;

  /// Its connection broke and it has not been heard since.
  boolean suspect;

  /// Until then it is not asked again: it redirected us, or refused.
  long shunnedUntil = NEVER;

  Known(NodeRecord record) {
    this.record = record;
  }

  NodeId id() {
    return record.id();
  }

  boolean heard() {
    return heardAt != NEVER;
  }

  boolean mayBePassedOn() {
    return heard() && !suspect;
  }
}
