package io.tempelhof.core.term;

import org.jspecify.annotations.Nullable;

/// The place of a walk inside one compound term, with the way back out.
final class Walk {
  final Compound compound;
  final @Nullable Walk outer;
  int next;

  /// Where the compound starts in the output, for a writer.
  int start;

  Walk(Compound compound, @Nullable Walk outer) {
    this.compound = compound;
    this.outer = outer;
  }

  boolean hasNext() {
    return next < compound.slots.length;
  }

  Term next() {
    return compound.slots[next++];
  }
}
