package io.tempelhof.core.association;

import io.tempelhof.core.association.AssociationMessage.Hello;

/// How far back two ends remember the same. Both know the same epoch until a connection breaks or
/// one of them forgets; the hello that follows shows it.
final class History {
  private static final long NONE = 0;

  private long epoch = NONE;
  private long generation = Long.MIN_VALUE;
  private long heard = Long.MIN_VALUE;
  private int creation;
  private int breaks;

  /// The history both ends are in, 0 for none.
  long epoch() {
    return epoch;
  }

  /// Our hello for one more connection. Its generation is the time, so that it grows also when all
  /// was forgotten in between.
  Hello hello(long now) {
    generation = Math.max(generation + 1, now);
    return new Hello(epoch, generation);
  }

  /// Whether all that is remembered is shared with that incarnation.
  boolean isWith(int incarnation) {
    return creation == incarnation;
  }

  /// The other end is that incarnation. Another one than before remembers nothing.
  void of(int incarnation) {
    if (creation != incarnation) {
      creation = incarnation;
      heard = Long.MIN_VALUE;
      epoch = NONE;
    }
  }

  /// Whether the other end has given that connection up: it has said a later hello on another one.
  boolean isStale(Hello theirs) {
    return theirs.generation() <= heard;
  }

  boolean isSharedBy(Hello theirs) {
    return epoch != NONE && epoch == theirs.epoch();
  }

  /// Both hellos are said. From the same two hellos both ends conclude the same.
  void agree(Hello theirs) {
    heard = theirs.generation();
    if (!isSharedBy(theirs)) {
      epoch = 1 + Math.max(generation, theirs.generation());
    }
  }

  void end() {
    epoch = NONE;
    breaks++;
  }

  /// How often it has ended.
  int breaks() {
    return breaks;
  }
}
