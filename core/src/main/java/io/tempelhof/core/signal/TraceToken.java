package io.tempelhof.core.signal;

import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import org.jspecify.annotations.Nullable;

/// What a message of a sequential trace carries (OTP, {@code seq_trace}): a process that has
/// received it sends its own messages with it, until it receives one without. Nothing is traced
/// here, but a trace does not end here either.
///
/// @param flags which events are traced, an integer
/// @param label what the trace is called
/// @param serial counts the messages of the trace
/// @param from who sent the message
/// @param previous the serial of the message that {@code from} had received before
public record TraceToken(Term flags, Term label, long serial, Pid from, long previous) {
  private static final int ARITY = 5;

  /// Reads a token; null if it is none that could be passed on.
  public static @Nullable TraceToken of(Term term) {
    return term instanceof Tuple tuple
            && tuple.arity() == ARITY
            && tuple.at(2) instanceof Int(long serial)
            && tuple.at(3) instanceof Pid from
            && tuple.at(4) instanceof Int(long previous)
        ? new TraceToken(tuple.at(0), tuple.at(1), serial, from, previous)
        : null;
  }

  /// As it travels.
  public Term toTerm() {
    return Tuple.of(flags, label, Int.of(serial), from, Int.of(previous));
  }

  /// What a process keeps that has received a message with this token.
  public TraceToken received() {
    return new TraceToken(flags, label, serial, from, serial);
  }

  /// That of the next message {@code self} sends; kept for the one after it.
  public TraceToken next(Pid self) {
    return new TraceToken(flags, label, serial + 1, self, previous);
  }
}
