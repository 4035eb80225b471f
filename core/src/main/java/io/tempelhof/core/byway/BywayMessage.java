package io.tempelhof.core.byway;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import org.jspecify.annotations.Nullable;

/// What the two ends of a byway tell each other. Each bears the number its opener gave it. On the
/// wire: {@code {byway, Kind, FromOpener, Line, Field...}}; unknown kinds and further elements are
/// ignored.
public sealed interface BywayMessage {
  /// The first element of the tuple.
  Atom TAG = Atom.of("byway");

  /// Whether the sender opened it.
  boolean fromOpener();

  /// The opener's number of it; grows with each.
  long line();

  /// I would reach you by way of others; I am that incarnation.
  record Open(long line, int creation) implements BywayMessage {
    @Override
    public boolean fromOpener() {
      return true;
    }
  }

  /// Agreed; I am that incarnation.
  record Opened(long line, int creation) implements BywayMessage {
    @Override
    public boolean fromOpener() {
      return false;
    }
  }

  /// Bytes {@code offset} and following of the sender's stream, perhaps none.
  ///
  /// @param ack how many bytes of the other stream have arrived
  /// @param last the stream ends behind them
  record Segment(boolean fromOpener, long line, long offset, long ack, boolean last, byte[] bytes)
      implements BywayMessage {}

  /// There is no such byway any more.
  record Reset(boolean fromOpener, long line) implements BywayMessage {}

  /// The wire form.
  default Term encode() {
    return switch (this) {
      case Open m -> tuple("open", Int.of(m.creation() & 0xFFFF_FFFFL));
      case Opened m -> tuple("opened", Int.of(m.creation() & 0xFFFF_FFFFL));
      case Segment m ->
          tuple(
              "segment",
              Int.of(m.offset()),
              Int.of(m.ack()),
              m.last() ? Atom.TRUE : Atom.FALSE,
              Binary.of(m.bytes()));
      case Reset _ -> tuple("reset");
    };
  }

  private Term tuple(String kind, Term... fields) {
    Term[] elements = new Term[4 + fields.length];
    elements[0] = TAG;
    elements[1] = Atom.of(kind);
    elements[2] = fromOpener() ? Atom.TRUE : Atom.FALSE;
    elements[3] = Int.of(line());
    System.arraycopy(fields, 0, elements, 4, fields.length);
    return Tuple.of(elements);
  }

  /// Reads a term; {@code null} if it is no message of this version, or not as it must be.
  static @Nullable BywayMessage decode(Term term) {
    if (!(term instanceof Tuple tuple)
        || tuple.arity() < 4
        || !tuple.at(0).equals(TAG)
        || !(tuple.at(1) instanceof Atom kind)
        || !(tuple.at(3) instanceof Int(long line))
        || line < 0) {
      return null;
    }
    boolean fromOpener = tuple.at(2).equals(Atom.TRUE);
    return switch (kind.text()) {
      case "open" -> fromOpener && has(tuple, 1) ? new Open(line, (int) number(tuple, 4)) : null;
      case "opened" ->
          !fromOpener && has(tuple, 1) ? new Opened(line, (int) number(tuple, 4)) : null;
      case "segment" ->
          has(tuple, 2) && tuple.arity() > 7 && tuple.at(7) instanceof Binary bytes
              ? new Segment(
                  fromOpener,
                  line,
                  number(tuple, 4),
                  number(tuple, 5),
                  tuple.at(6).equals(Atom.TRUE),
                  bytes.toBytes())
              : null;
      case "reset" -> new Reset(fromOpener, line);
      default -> null;
    };
  }

  /// Whether that many numbers follow.
  private static boolean has(Tuple tuple, int numbers) {
    for (int i = 4; i < 4 + numbers; i++) {
      if (tuple.arity() <= i || !(tuple.at(i) instanceof Int(long number)) || number < 0) {
        return false;
      }
    }
    return true;
  }

  private static long number(Tuple tuple, int at) {
    return tuple.at(at) instanceof Int(long number) ? number : 0;
  }
}
