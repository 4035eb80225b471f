package io.tempelhof.runtime.task;

import io.tempelhof.core.term.Term;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A task has no result.
public final class TaskException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Why.
  public enum Kind {
    /// The work threw the {@link #getCause cause}, or called for its own exit.
    FAILED,
    /// Its process was ended by somebody else.
    ENDED,
    /// It took too long, and was cancelled.
    TIMEOUT,
    /// It was cancelled.
    CANCELLED
  }

  private final Kind kind;
  private final transient Term reason;

  TaskException(Kind kind, Term reason, @Nullable Throwable cause) {
    super("task " + kind.name().toLowerCase(Locale.ROOT) + ": " + reason, cause);
    this.kind = kind;
    this.reason = reason;
  }

  /// Why there is none.
  public Kind kind() {
    return kind;
  }

  /// Why, as Erlang says it: the exit reason the work has, or would have had.
  public Term reason() {
    return reason;
  }

  /// The same, with the stack of whoever throws it now.
  TaskException again() {
    return new TaskException(kind, reason, getCause());
  }
}
