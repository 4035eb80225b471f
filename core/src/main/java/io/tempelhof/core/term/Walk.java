package io.tempelhof.core.term;

import org.jspecify.annotations.Nullable;

/// The place of a walk inside one compound term, with the way back out.
final class Walk {
  final Compound compound;
  final @Nullable Walk outer;

  /// How many compounds the walk is inside, this one included.
  final int depth;

  int next;

  /// Where the compound starts in what a writer wrote.
  int start;

  Walk(Compound compound, @Nullable Walk outer) {
    this.compound = compound;
    this.outer = outer;
    depth = outer == null ? 1 : outer.depth + 1;
  }

  boolean hasNext() {
    return next < compound.slots.length;
  }

  Term next() {
    return compound.slots[next++];
  }
}
