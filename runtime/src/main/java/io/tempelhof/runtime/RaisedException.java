package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An exception as Erlang's code raises it: a class and a reason. Thrown by a function that others
/// call, it reaches them as {@code error(Reason)}, {@code exit(Reason)} or {@code throw(Value)}
/// would. Uncaught in a process it ends that, as in Erlang.
public final class RaisedException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final Atom NOCATCH = Atom.of("nocatch");

  /// Erlang's classes of exceptions.
  public enum Kind {
    /// Something is wrong: the reason comes with a stack.
    ERROR,
    /// The process is to end with that reason.
    EXIT,
    /// A value is handed to whoever catches it.
    THROW
  }

  private final Kind kind;
  private final transient Term reason;
  private final transient @Nullable Term stack;

  private RaisedException(Kind kind, Term reason, @Nullable Term stack) {
    super(kind + ": " + reason);
    this.kind = kind;
    this.reason = reason;
    this.stack = stack;
    setStackTrace(
        Arrays.stream(getStackTrace())
            .dropWhile(frame -> frame.getClassName().equals(RaisedException.class.getName()))
            .toArray(StackTraceElement[]::new));
  }

  /// Erlang's {@code error(Reason)}.
  public static RaisedException error(Object reason) {
    return new RaisedException(Kind.ERROR, TermMapping.toTerm(reason), null);
  }

  /// The same with a stack of its own, {@code [{Module, Function, ArityOrArguments, Location}]}.
  public static RaisedException error(Object reason, Term stack) {
    return new RaisedException(Kind.ERROR, TermMapping.toTerm(reason), stack);
  }

  /// Erlang's {@code exit(Reason)}.
  public static RaisedException exit(Object reason) {
    return new RaisedException(Kind.EXIT, TermMapping.toTerm(reason), null);
  }

  /// Erlang's {@code throw(Value)}.
  public static RaisedException thrown(Object value) {
    return new RaisedException(Kind.THROW, TermMapping.toTerm(value), null);
  }

  /// Its class.
  public Kind kind() {
    return kind;
  }

  /// The reason, or the value thrown.
  public Term reason() {
    return reason;
  }

  /// The stack it was given; empty if it has the one of the place where it was made.
  public Optional<Term> stack() {
    return Optional.ofNullable(stack);
  }

  private Term anyStack() {
    return stack != null ? stack : Crash.stack(this);
  }

  /// With what a process ends that does not catch it.
  Term exitReason() {
    return switch (kind) {
      case ERROR -> Tuple.of(reason, anyStack());
      case EXIT -> reason;
      case THROW -> Tuple.of(Tuple.of(NOCATCH, reason), anyStack());
    };
  }
}
