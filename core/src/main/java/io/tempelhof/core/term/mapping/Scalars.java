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
  private static final class Whole extends ScalarForm<Number> {
    private final long least;
    private final long greatest;
    private final LongFunction<Number> box;

    Whole(long least, long greatest, LongFunction<Number> box) {
      this.least = least;
      this.greatest = greatest;
      this.box = box;
    }

    @Override
    Term term(Number value) {
      return Int.of(value.longValue());
    }

    @Override
    void write(Number value, TermWriter out) {
      out.putInteger(value.longValue());
    }

    @Override
    @Nullable Number value(Term term) {
      return term instanceof Int(long value) && value >= least && value <= greatest
          ? box.apply(value)
          : null;
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

  private static final class Big extends ScalarForm<BigInteger> {
    @Override
    void check(BigInteger value) {
      int bits = value.bitLength();
      if (bits > Byte.SIZE * TermLimits.MAX_INTEGER_BYTES) {
        throw new UnmappableException("an integer of " + bits + " bits has no term form");
      }
    }

    @Override
    Term term(BigInteger value) {
      return BigInt.of(value);
    }

    @Override
    void write(BigInteger value, TermWriter out) {
      out.putInteger(value);
    }

    @Override
    @Nullable BigInteger value(Term term) {
      return switch (term) {
        case Int(long value) -> BigInteger.valueOf(value);
        case BigInt(BigInteger value) -> value;
        default -> null;
      };
    }

    @Override
    boolean mayBeByte() {
      return true;
    }
  }

  private static final class Bool extends ScalarForm<Boolean> {
    @Override
    Term term(Boolean value) {
      return value ? Atom.TRUE : Atom.FALSE;
    }

    @Override
    @Nullable Boolean value(Term term) {
      return term.equals(Atom.TRUE) ? Boolean.TRUE : term.equals(Atom.FALSE) ? Boolean.FALSE : null;
    }

    @Override
    boolean isPlain() {
      return true;
    }
  }

  /// {@code double} or {@code float}. A float takes any number within its range, rounded to it.
  private static final class Floating extends ScalarForm<Number> {
    private final boolean narrow;

    Floating(boolean narrow) {
      this.narrow = narrow;
    }

    @Override
    void check(Number value) {
      if (!Double.isFinite(value.doubleValue())) {
        throw new UnmappableException("the float " + value + " has no term form");
      }
    }

    @Override
    Term term(Number value) {
      return Real.of(value.doubleValue());
    }

    @Override
    void write(Number value, TermWriter out) {
      out.putReal(value.doubleValue());
    }

    @Override
    @Nullable Number value(Term term) {
      if (!(term instanceof Real(double value))) {
        return null;
      }
      return narrow ? narrowed((float) value) : (Number) value;
    }

    private static @Nullable Number narrowed(float value) {
      return Float.isFinite(value) ? value : null;
    }
  }

  private static final class Text extends ScalarForm<String> {
    @Override
    void check(String value) {
      if (!Utf8.encodable(value)) {
        throw new UnmappableException("text with half a surrogate pair alone has no term form");
      }
    }

    @Override
    Term term(String value) {
      return Binary.of(value);
    }

    @Override
    void write(String value, TermWriter out) {
      out.putText(value);
    }

    @Override
    @Nullable String value(Term term) {
      return term instanceof Binary binary ? binary.text() : null;
    }
  }

  private static final class Bytes extends ScalarForm<byte[]> {
    @Override
    Term term(byte[] value) {
      return Binary.of(value);
    }

    @Override
    void write(byte[] value, TermWriter out) {
      out.putBinary(value);
    }

    @Override
    byte @Nullable [] value(Term term) {
      return term instanceof Binary binary ? binary.toBytes() : null;
    }

    @Override
    byte[] copy(byte[] value) {
      return value.clone();
    }

    @Override
    boolean tellsApart() {
      return false;
    }
  }

  /// A term, or one kind of terms.
  static final class Itself extends ScalarForm<Term> {
    private final Class<?> type;

    Itself(Class<?> type) {
      this.type = type;
    }

    @Override
    Term term(Term value) {
      return value;
    }

    @Override
    @Nullable Term value(Term term) {
      return type.isInstance(term) ? term : null;
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
