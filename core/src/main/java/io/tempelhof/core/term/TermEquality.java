package io.tempelhof.core.term;

import org.jspecify.annotations.Nullable;

/// Exact equality ({@code =:=}) and hashing of compound terms of any depth.
final class TermEquality {
  private TermEquality() {}

  /// Two compounds walked side by side, the slots before {@code next} known to be equal.
  private static final class Pair {
    final Term[] a;
    final Term[] b;
    final @Nullable Pair outer;
    int next;

    Pair(Term[] a, Term[] b, @Nullable Pair outer) {
      this.a = a;
      this.b = b;
      this.outer = outer;
    }
  }

  @SuppressWarnings("ReferenceEquality") // shared parts need no walk
  static boolean equal(Compound left, Compound right) {
    if (!alike(left, right)) {
      return false;
    }
    Pair pair = new Pair(left.slots, right.slots, null);
    while (pair != null) {
      if (pair.next == pair.a.length) {
        pair = pair.outer;
        continue;
      }
      Term x = pair.a[pair.next];
      Term y = pair.b[pair.next++];
      if (x == y) {
        continue;
      }
      if (x instanceof Compound cx) {
        if (!(y instanceof Compound cy) || !alike(cx, cy)) {
          return false;
        }
        // A pair with nothing left is not worth returning to: a long chain keeps one frame.
        pair = new Pair(cx.slots, cy.slots, pair.next == pair.a.length ? pair.outer : pair);
      } else if (!x.equals(y)) {
        return false;
      }
    }
    return true;
  }

  private static boolean alike(Compound a, Compound b) {
    return a.slots.length == b.slots.length && a.sameHead(b);
  }

  static int hash(Compound compound) {
    int hash = compound.headHash();
    Walk walk = new Walk(compound, null);
    while (walk != null) {
      if (!walk.hasNext()) {
        walk = walk.outer;
        continue;
      }
      Term slot = walk.next();
      if (slot instanceof Compound inner) {
        hash = 31 * hash + inner.headHash();
        walk = new Walk(inner, walk.hasNext() ? walk : walk.outer);
      } else {
        hash = 31 * hash + slot.hashCode();
      }
    }
    return hash;
  }
}
