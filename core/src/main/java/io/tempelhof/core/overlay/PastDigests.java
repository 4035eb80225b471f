package io.tempelhof.core.overlay;

import java.util.Arrays;

/// The digests a log had not long ago, {@value #MAX} at most.
final class PastDigests {
  static final int MAX = 256;

  private long[] digests = new long[0];

  /// Until when each was the log's.
  private long[] ends = new long[0];

  private int added;

  /// The log's digest was this one until {@code now}.
  void add(long digest, long now) {
    if (added == digests.length && added < MAX) {
      int room = Math.min(MAX, Math.max(4, 2 * added));
      digests = Arrays.copyOf(digests, room);
      ends = Arrays.copyOf(ends, room);
    }
    int place = added % digests.length;
    digests[place] = digest;
    ends[place] = now;
    added = added + 1 == 2 * MAX ? MAX : added + 1;
  }

  /// Whether it was the log's at some time after {@code since}.
  boolean has(long digest, long since) {
    int first = Math.max(0, added - digests.length);
    for (int i = added - 1; i >= first && ends[i % digests.length] > since; i--) {
      if (digests[i % digests.length] == digest) {
        return true;
      }
    }
    return false;
  }
}
