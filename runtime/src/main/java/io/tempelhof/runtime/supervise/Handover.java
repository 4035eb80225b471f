package io.tempelhof.runtime.supervise;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Java code has no term form, so a child specification goes from process to process of this JVM by
/// reference, beside the message: that has a ticket, by which the receiver finds it.
final class Handover {
  private static final Atom TICKET = Atom.of("$tempelhof_child");

  /// One for each request to start a child that is under way.
  private static final Map<Term, ChildSpec> WAITING = new ConcurrentHashMap<>();

  private Handover() {}

  /// Leaves it here.
  ///
  /// @return the ticket, which nobody can guess
  static Term leave(ChildSpec spec) {
    UUID number = UUID.randomUUID();
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(number.getMostSignificantBits())
            .putLong(number.getLeastSignificantBits())
            .array();
    Term ticket = Tuple.of(TICKET, Binary.of(bytes));
    WAITING.put(ticket, spec);
    return ticket;
  }

  /// What was left for this ticket; null if it is none, or is not valid any more.
  static @Nullable ChildSpec find(Term ticket) {
    return WAITING.get(ticket);
  }

  /// The ticket is not valid any more.
  static void end(Term ticket) {
    WAITING.remove(ticket);
  }
}
