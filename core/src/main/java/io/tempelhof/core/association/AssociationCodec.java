package io.tempelhof.core.association;

import io.tempelhof.core.association.AssociationMessage.Check;
import io.tempelhof.core.association.AssociationMessage.Checked;
import io.tempelhof.core.association.AssociationMessage.CloseAck;
import io.tempelhof.core.association.AssociationMessage.CloseDone;
import io.tempelhof.core.association.AssociationMessage.CloseRefused;
import io.tempelhof.core.association.AssociationMessage.CloseRequest;
import io.tempelhof.core.association.AssociationMessage.Hello;
import io.tempelhof.core.association.AssociationMessage.Kept;
import io.tempelhof.core.association.AssociationMessage.Ping;
import io.tempelhof.core.association.AssociationMessage.Pong;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.util.Arrays;

/// Association messages as terms and back: {@code {association, Kind, Number...}}
/// (`docs/protocol/association.md`). Unknown kinds and further elements are ignored, so that
/// versions can be mixed.
public final class AssociationCodec {
  private static final Atom TAG = Atom.of("association");

  private AssociationCodec() {}

  /// What a term turned out to be.
  public sealed interface Result {}

  /// A message we know.
  public record Known(AssociationMessage message) implements Result {}

  /// A message to an association, of a kind this version does not know: to be counted and dropped.
  public record Unknown(Term term) implements Result {}

  /// A message we know, of a form it must not have: the connection is at fault.
  public record Malformed(String reason) implements Result {}

  /// No message to an association.
  public record Foreign() implements Result {}

  private static final Result FOREIGN = new Foreign();

  /// The wire form.
  public static Term encode(AssociationMessage message) {
    return switch (message) {
      case Hello m -> tuple("hello", m.epoch(), m.generation());
      case CloseRequest m -> tuple("close_request", m.sent());
      case CloseAck m -> tuple("close_ack", numbers(m.kept(), m.sent()));
      case CloseRefused _ -> tuple("close_refused");
      case CloseDone m -> tuple("close_done", numbers(m.kept()));
      case Ping _ -> tuple("ping");
      case Pong _ -> tuple("pong");
      case Check m -> tuple("check", m.epoch());
      case Checked m -> tuple("checked", m.asked(), m.epoch());
    };
  }

  private static long[] numbers(Kept kept, long... before) {
    long[] numbers = Arrays.copyOf(before, before.length + (kept == Kept.UNTOLD ? 0 : 1));
    if (kept != Kept.UNTOLD) {
      numbers[before.length] = kept == Kept.NOTHING ? 0 : 1;
    }
    return numbers;
  }

  private static Term tuple(String kind, long... numbers) {
    Term[] elements = new Term[2 + numbers.length];
    elements[0] = TAG;
    elements[1] = Atom.of(kind);
    for (int i = 0; i < numbers.length; i++) {
      elements[2 + i] = Int.of(numbers[i]);
    }
    return Tuple.of(elements);
  }

  /// Reads a term that came to the reserved name; whatever it is, the answer is a value.
  public static Result decode(Term term) {
    if (!(term instanceof Tuple tuple) || tuple.arity() < 2 || !tuple.at(0).equals(TAG)) {
      return FOREIGN;
    }
    if (!(tuple.at(1) instanceof Atom kind)) {
      return new Unknown(term);
    }
    return switch (kind.text()) {
      case "hello" -> withNumbers(tuple, 2, n -> new Hello(n[0], n[1]));
      case "close_request" -> withNumbers(tuple, 1, n -> new CloseRequest(n[0]));
      case "close_ack" -> withNumbers(tuple, 1, n -> new CloseAck(n[0], kept(tuple, 3)));
      case "close_refused" -> new Known(new CloseRefused());
      case "close_done" -> new Known(new CloseDone(kept(tuple, 2)));
      case "ping" -> new Known(new Ping());
      case "pong" -> new Known(new Pong());
      case "check" -> withNumbers(tuple, 1, n -> new Check(n[0]));
      case "checked" -> withNumbers(tuple, 2, n -> new Checked(n[0], n[1]));
      default -> new Unknown(term);
    };
  }

  /// Early versions do not say.
  private static Kept kept(Tuple tuple, int at) {
    if (tuple.arity() <= at || !(tuple.at(at) instanceof Int(long number))) {
      return Kept.UNTOLD;
    }
    return number == 0 ? Kept.NOTHING : Kept.RELATIONS;
  }

  private interface FromNumbers {
    AssociationMessage make(long[] numbers);
  }

  private static Result withNumbers(Tuple tuple, int count, FromNumbers from) {
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      if (tuple.arity() <= 2 + i || !(tuple.at(2 + i) instanceof Int n) || n.value() < 0) {
        return new Malformed(tuple + " lacks a number at element " + (3 + i));
      }
      numbers[i] = n.value();
    }
    return new Known(from.make(numbers));
  }
}
