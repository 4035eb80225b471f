package io.tempelhof.core.term.mapping;

import static java.util.Map.entry;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.BigInt;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Real;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermLimits;
import io.tempelhof.core.term.TermWriter;
import io.tempelhof.core.term.Utf8;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// The forms of values that have no values inside.
final class Scalars {
  static final Map<Class<?>, Form> FORMS =
      Map.ofEntries(
          entry(byte.class, new Whole(Byte.MIN_VALUE, Byte.MAX_VALUE, v -> (byte) v)),
          entry(Byte.class, new Whole(Byte.MIN_VALUE, Byte.MAX_VALUE, v -> (byte) v)),
          entry(short.class, new Whole(Short.MIN_VALUE, Short.MAX_VALUE, v -> (short) v)),
          entry(Short.class, new Whole(Short.MIN_VALUE, Short.MAX_VALUE, v -> (short) v)),
          entry(int.class, new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE, v -> (int) v)),
          entry(Integer.class, new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE, v -> (int) v)),
          entry(long.class, new Whole(Long.MIN_VALUE, Long.MAX_VALUE, v -> v)),
          entry(Long.class, new Whole(Long.MIN_VALUE, Long.MAX_VALUE, v -> v)),
          entry(float.class, new Floating(true)),
          entry(Float.class, new Floating(true)),
          entry(double.class, new Floating(false)),
          entry(Double.class, new Floating(false)),
          entry(boolean.class, new Bool()),
          entry(Boolean.class, new Bool()),
          entry(BigInteger.class, new Big()),
          entry(String.class, new Text()),
          entry(byte[].class, new Bytes()));

  private Scalars() {}

  /// {@code byte}, {@code short}, {@code int} or {@code long}.
  static final class Whole extends ScalarForm {
    private final long least;
    private final long greatest;
    private final LongFunction<Object> box;

    Whole(long least, long greatest, LongFunction<Object> box) {
      this.least = least;
      this.greatest = greatest;
      this.box = box;
    }

    @Override
    Term toTerm(Object value) {
      return Int.of(((Number) value).longValue());
    }

    @Override
    void write(Object value, TermWriter out) {
      out.putInteger(((Number) value).longValue());
    }

    @Override
    @Nullable Object fromTerm(Term term) {
      return term instanceof Int(long value) && value >= least && value <= greatest
          ? box.apply(value)
          : null;
    }

    @Override
    Object snapshot(Object value) {
      return value;
    }

    @Override
    boolean isPlain() {
      return true;
    }

    @Override
    boolean mayBeByte() {
      return true;
    }
  }

  static final class Big extends ScalarForm {
    @Override
    Term toTerm(Object value) {
      return BigInt.of((BigInteger) snapshot(value));
    }

    @Override
    void write(Object value, TermWriter out) {
      out.putInteger((BigInteger) snapshot(value));
    }

    @Override
    @Nullable Object fromTerm(Term term) {
      return switch (term) {
        case Int(long value) -> BigInteger.valueOf(value);
        case BigInt(BigInteger value) -> value;
        default -> null;
      };
    }

    @Override
    Object snapshot(Object value) {
      int bits = ((BigInteger) value).bitLength();
      if (bits > Byte.SIZE * TermLimits.MAX_INTEGER_BYTES) {
        throw new UnmappableException("an integer of " + bits + " bits has no term form");
      }
      return value;
    }

    @Override
    boolean mayBeByte() {
      return true;
    }
  }

  static final class Bool extends ScalarForm {
    @Override
    Term toTerm(Object value) {
      return (Boolean) value ? Atom.TRUE : Atom.FALSE;
    }

    @Override
    void write(Object value, TermWriter out) {
      out.put(toTerm(value));
    }

    @Override
    @Nullable Object fromTerm(Term term) {
      return term.equals(Atom.TRUE) ? Boolean.TRUE : term.equals(Atom.FALSE) ? Boolean.FALSE : null;
    }

    @Override
    Object snapshot(Object value) {
      return value;
    }

    @Override
    boolean isPlain() {
      return true;
    }
  }

  /// {@code double} or {@code float}. A float takes any number within its range, rounded to it.
  static final class Floating extends ScalarForm {
    private final boolean narrow;

    Floating(boolean narrow) {
      this.narrow = narrow;
    }

    @Override
    Term toTerm(Object value) {
      return Real.of(((Number) snapshot(value)).doubleValue());
    }

    @Override
    void write(Object value, TermWriter out) {
      out.putReal(((Number) snapshot(value)).doubleValue());
    }

    @Override
    @Nullable Object fromTerm(Term term) {
      if (!(term instanceof Real(double value))) {
        return null;
      }
      return narrow ? narrowed((float) value) : (Object) value;
    }

    private static @Nullable Object narrowed(float value) {
      return Float.isFinite(value) ? value : null;
    }

    @Override
    Object snapshot(Object value) {
      if (!Double.isFinite(((Number) value).doubleValue())) {
        throw new UnmappableException("the float " + value + " has no term form");
      }
      return value;
    }
  }

  static final class Text extends ScalarForm {
    @Override
    Term toTerm(Object value) {
      return Binary.of((String) snapshot(value));
    }

    @Override
    void write(Object value, TermWriter out) {
      out.putText((String) snapshot(value));
    }

    @Override
    @Nullable Object fromTerm(Term term) {
      return term instanceof Binary binary ? binary.text() : null;
    }

    @Override
    Object snapshot(Object value) {
      if (!Utf8.encodable((String) value)) {
        throw new UnmappableException("text with half a surrogate pair alone has no term form");
      }
      return value;
    }
  }

  static final class Bytes extends ScalarForm {
    @Override
    Term toTerm(Object value) {
      return Binary.of((byte[]) value);
    }

    @Override
    void write(Object value, TermWriter out) {
      out.putBinary((byte[]) value);
    }

    @Override
    @Nullable Object fromTerm(Term term) {
      return term instanceof Binary binary ? binary.toBytes() : null;
    }

    @Override
    Object snapshot(Object value) {
      return ((byte[]) value).clone();
    }

    @Override
    boolean tellsApart() {
      return false;
    }
  }

  /// A term, or one kind of terms.
  static final class Itself extends ScalarForm {
    private final Class<?> type;

    Itself(Class<?> type) {
      this.type = type;
    }

    @Override
    Term toTerm(Object value) {
      return (Term) value;
    }

    @Override
    void write(Object value, TermWriter out) {
      put((Term) value, out);
    }

    @Override
    @Nullable Object fromTerm(Term term) {
      return type.isInstance(term) ? term : null;
    }

    @Override
    Object snapshot(Object value) {
      return value;
    }

    @Override
    boolean isPlain() {
      return true;
    }

    @Override
    boolean mayBeByte() {
      return true;
    }

    @Override
    boolean isUndefined(Object value) {
      return value.equals(Atom.UNDEFINED);
    }
  }
}
