package io.tempelhof.runtime.server;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Question;
import java.time.Duration;

/// A call that was not answered, or not with what the request promises. Where it is not caught it
/// ends the process, as in Erlang.
public final class CallException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What went wrong.
  public enum Kind {
    /// There is no such process ({@code noproc}).
    NO_PROCESS,
    /// Its node is out of reach ({@code {nodedown, Node}}): the server may have got the question.
    NODE_DOWN,
    /// No answer came in time ({@code timeout}): the server may be at it still.
    TIMEOUT,
    /// The server ended before it answered.
    ENDED,
    /// The answer is none that the request promises.
    WRONG_ANSWER,
    /// A process asks itself, and would wait for ever ({@code calling_self}).
    CALLING_SELF
  }

  private final Kind kind;
  private final transient Term reason;

  private CallException(Kind kind, Term reason, String message) {
    super(message);
    this.kind = kind;
    this.reason = reason;
  }

  /// The server is gone.
  static CallException gone(String server, Atom node, Term reason) {
    if (reason.equals(ExitReason.NOCONNECTION)) {
      return failed(Kind.NODE_DOWN, Tuple.of(Atom.of("nodedown"), node), server);
    }
    boolean nobody = reason.equals(ExitReason.NOPROC);
    return failed(nobody ? Kind.NO_PROCESS : Kind.ENDED, reason, server);
  }

  /// It is the asking process.
  static CallException callingSelf(String server) {
    return failed(Kind.CALLING_SELF, Atom.of("calling_self"), server);
  }

  /// No answer came.
  static CallException timeout(String server, Duration time) {
    return new CallException(
        Kind.TIMEOUT, Atom.of("timeout"), server + " did not answer within " + time);
  }

  /// An answer came that is none.
  static CallException wrongAnswer(String server, Question.Answered answer, String type) {
    return new CallException(
        Kind.WRONG_ANSWER,
        answer.term(),
        server + " answered " + answer.term() + ", which is no " + type);
  }

  private static CallException failed(Kind kind, Term reason, String server) {
    return new CallException(kind, reason, server + " does not answer: " + reason);
  }

  /// What went wrong.
  public Kind kind() {
    return kind;
  }

  /// Why, as Erlang says it: with {@link Kind#ENDED} the server's exit reason, with {@link
  /// Kind#WRONG_ANSWER} the answer.
  public Term reason() {
    return reason;
  }

  /// The same, with the stack of whoever throws it now.
  CallException again() {
    CallException again = new CallException(kind, reason, String.valueOf(getMessage()));
    again.initCause(this);
    return again;
  }
}
