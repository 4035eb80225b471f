package io.tempelhof.core.term;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Erlang's order of all terms: number, atom, reference, fun, port, pid, tuple, map, nil, list, bit
/// string (Erlang Reference Manual, Term Comparisons).
public enum TermOrder implements Comparator<Term> {
  /// The order of {@code <} and {@code ==}: numbers compare by value, {@code 1 == 1.0}. Terms that
  /// are not equal can be neither less nor greater, so this is no order for sorted sets and maps.
  BY_VALUE(false),

  /// The order of map keys, consistent with {@code equals}: every integer comes before every float,
  /// and {@code -0.0} before {@code 0.0}.
  MAP_KEYS(true);

  /// Stands for what is left of a list where the other list is at its tail already.
  private static final Term A_LIST = ListTerm.of(Nil.NIL);

  private final boolean exact;

  TermOrder(boolean exact) {
    this.exact = exact;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // shared parts need no walk
  public int compare(Term left, Term right) {
    Term a = left;
    Term b = right;
    boolean exactly = exact;
    Pair pair = null;
    while (true) {
      if (a != b) {
        boolean deeper = a instanceof Compound && b instanceof Compound && rank(a) == rank(b);
        int order =
            deeper ? compareHeads((Compound) a, (Compound) b) : compareLeaves(a, b, exactly);
        if (order != 0) {
          return order;
        }
        if (deeper) {
          pair = new Pair((Compound) a, (Compound) b, exactly, pair);
        }
      }
      while (pair != null && !pair.advance()) {
        pair = pair.outer;
      }
      if (pair == null) {
        return 0;
      }
      a = pair.left;
      b = pair.right;
      exactly = pair.exactNow;
    }
  }

  private static int rank(Term term) {
    return switch (term) {
      case Int _, BigInt _, Real _ -> 0;
      case Atom _ -> 1;
      case Ref _ -> 2;
      case Fun _, Export _ -> 3;
      case Port _ -> 4;
      case Pid _ -> 5;
      case Tuple _ -> 6;
      case MapTerm _ -> 7;
      case Nil _ -> 8;
      case ListTerm _ -> 9;
      case Binary _, BitString _ -> 10;
    };
  }

  private static int compareHeads(Compound a, Compound b) {
    if (a instanceof ListTerm) {
      return 0;
    }
    if (a instanceof Fun f && b instanceof Fun g) {
      int order = f.compareHead(g);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.slots.length, b.slots.length);
  }

  private static int compareLeaves(Term a, Term b, boolean exactly) {
    int ranks = Integer.compare(rank(a), rank(b));
    if (ranks != 0) {
      return ranks;
    }
    return switch (a) {
      case Int _, BigInt _, Real _ -> compareNumbers(a, b, exactly);
      case Atom x -> compareAtoms(x, (Atom) b);
      case Ref x -> x.compareTo((Ref) b);
      case Fun _ -> -1; // against an Export
      case Export x -> b instanceof Export y ? compareExports(x, y) : 1;
      case Port x -> comparePorts(x, (Port) b);
      case Pid x -> comparePids(x, (Pid) b);
      case Nil _ -> 0;
      case Binary _, BitString _ -> compareBits(a, b);
      case Tuple _, MapTerm _, ListTerm _ -> throw new IllegalStateException("no leaf: " + a);
    };
  }

  private static int compareNumbers(Term a, Term b, boolean exactly) {
    if (a instanceof Real(double x)) {
      return b instanceof Real(double y)
          ? compareReals(x, y, exactly)
          : -compareWithReal(b, x, exactly);
    }
    return b instanceof Real(double y) ? compareWithReal(a, y, exactly) : compareIntegers(a, b);
  }

  private static int compareReals(double a, double b, boolean exactly) {
    return exactly ? Double.compare(a, b) : Double.compare(a + 0.0, b + 0.0); // -0.0 + 0.0 is 0.0
  }

  private static int compareIntegers(Term a, Term b) {
    if (a instanceof Int(long x)) {
      return b instanceof Int(long y) ? Long.compare(x, y) : -bigValue(b).signum();
    }
    return b instanceof Int ? bigValue(a).signum() : bigValue(a).compareTo(bigValue(b));
  }

  private static BigInteger bigValue(Term term) {
    return ((BigInt) term).value();
  }

  /// By exact value: an integer beyond 2^53 is not the float it would round to.
  private static int compareWithReal(Term integer, double real, boolean exactly) {
    if (exactly) {
      return -1;
    }
    if (integer instanceof Int(long value)) {
      if (Math.abs(real) >= 0x1p63) {
        return real > 0 ? -1 : value == Long.MIN_VALUE && real == -0x1p63 ? 0 : 1;
      }
      long whole = (long) real;
      return value != whole
          ? Long.compare(value, whole)
          : compareReals((double) whole, real, false);
    }
    BigInteger big = bigValue(integer);
    return Math.abs(real) < 0x1p63
        ? big.signum()
        : big.compareTo(new BigDecimal(real).toBigInteger()); // no fraction from 2^53 on
  }

  /// By code points; UTF-16 order differs from it where surrogates meet U+E000 to U+FFFF.
  static int compareAtoms(Atom a, Atom b) {
    String x = a.text();
    String y = b.text();
    int common = Math.min(x.length(), y.length());
    for (int i = 0; i < common; i++) {
      char c = x.charAt(i);
      char d = y.charAt(i);
      if (c != d) {
        boolean surrogate = Character.isSurrogate(c);
        return surrogate == Character.isSurrogate(d) ? Character.compare(c, d) : surrogate ? 1 : -1;
      }
    }
    return Integer.compare(x.length(), y.length());
  }

  private static int compareExports(Export a, Export b) {
    int order = compareAtoms(a.module(), b.module());
    order = order != 0 ? order : compareAtoms(a.function(), b.function());
    return order != 0 ? order : Integer.compare(a.arity(), b.arity());
  }

  private static int comparePorts(Port a, Port b) {
    int order = compareNodes(a.node(), a.creation(), b.node(), b.creation());
    return order != 0 ? order : Long.compareUnsigned(a.id(), b.id());
  }

  private static int comparePids(Pid a, Pid b) {
    int order = Integer.compareUnsigned(a.serial(), b.serial());
    order = order != 0 ? order : Integer.compareUnsigned(a.id(), b.id());
    return order != 0 ? order : compareNodes(a.node(), a.creation(), b.node(), b.creation());
  }

  static int compareNodes(Atom a, int creationA, Atom b, int creationB) {
    int order = compareAtoms(a, b);
    return order != 0 ? order : Integer.compareUnsigned(creationA, creationB);
  }

  /// Bit by bit, a prefix first. Unused bits are zero, so the bytes decide wherever they differ.
  private static int compareBits(Term a, Term b) {
    int order = Arrays.compareUnsigned(bytes(a), bytes(b));
    return order != 0 ? order : Integer.compare(bitsInLastByte(a), bitsInLastByte(b));
  }

  private static byte[] bytes(Term term) {
    return term instanceof Binary binary ? binary.array() : ((BitString) term).array();
  }

  private static int bitsInLastByte(Term term) {
    return term instanceof BitString string ? string.bits() : 8;
  }

  /// Two compounds of one kind and size walked side by side: maps by keys first, which compare
  /// exactly, then by values in the order of their keys.
  private static final class Pair {
    final Compound a;
    final Compound b;
    final boolean exact;
    final @Nullable Pair outer;
    private int next;
    Term left;
    Term right;
    boolean exactNow;

    Pair(Compound a, Compound b, boolean exact, @Nullable Pair outer) {
      this.a = a;
      this.b = b;
      this.exact = exact;
      this.outer = outer;
      this.left = Nil.NIL;
      this.right = Nil.NIL;
      this.exactNow = exact;
    }

    /// Moves on to the next two terms to compare; false if there are none.
    boolean advance() {
      int length = Math.min(a.slots.length, b.slots.length);
      if (next == length) {
        return false;
      }
      int i = next++;
      if (a instanceof MapTerm) {
        boolean key = 2 * i < length;
        exactNow = key || exact;
        i = key ? 2 * i : 2 * i - length + 1;
      }
      left = a.slots[i];
      right = b.slots[i];
      if (a instanceof ListTerm && next == length && a.slots.length != b.slots.length) {
        // The shorter list is at its tail, the other goes on: a list stands against that tail.
        left = a.slots.length == length ? left : A_LIST;
        right = b.slots.length == length ? right : A_LIST;
      }
      return true;
    }
  }
}
