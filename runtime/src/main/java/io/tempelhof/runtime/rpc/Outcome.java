package io.tempelhof.runtime.rpc;

import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.RaisedException;

/// How a call of a function on another node ends (OTP {@code erpc:call/5}).
public sealed interface Outcome {

  /// The function has returned.
  record Value(Term value) implements Outcome {}

  /// There is no value.
  sealed interface Failure extends Outcome {}

  /// The function raised an exception.
  ///
  /// @param reason the reason, or the value thrown
  /// @param stack as Erlang shows it, empty for an exit and a throw: {@code [{Module, Function,
  ///   ArityOrArguments, Location}]}
  record Raised(RaisedException.Kind kind, Term reason, Term stack) implements Failure {
    @Override
    public String toString() {
      return "it raised " + kind + " " + reason + (stack.equals(Nil.NIL) ? "" : " at " + stack);
    }
  }

  /// An exit signal ended the process that ran the function.
  record Ended(Term reason) implements Failure {
    @Override
    public String toString() {
      return "its process ended: " + reason;
    }
  }

  /// The node cannot be reached, or not any more: the function may have run or may still run.
  record NoConnection() implements Failure {
    @Override
    public String toString() {
      return "no connection";
    }
  }

  /// Nothing came in time: the function may have run or may still run.
  record TimedOut() implements Failure {
    @Override
    public String toString() {
      return "no answer in time";
    }
  }

  /// The node runs no functions for others.
  record NotSupported() implements Failure {
    @Override
    public String toString() {
      return "the node runs no functions for others";
    }
  }

  /// The node did not run the function.
  ///
  /// @param reason such as {@code system_limit}
  record Refused(Term reason) implements Failure {
    @Override
    public String toString() {
      return "the node did not run it: " + reason;
    }
  }

  /// The value is none of the type that was expected.
  record Unreadable(Term value, Class<?> expected) implements Failure {
    @Override
    public String toString() {
      return "its value is no " + expected.getName() + ": " + value;
    }
  }
}
