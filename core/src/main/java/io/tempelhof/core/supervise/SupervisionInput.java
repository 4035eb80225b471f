package io.tempelhof.core.supervise;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.List;

/// Everything a {@link Supervision} can be told. Each child has a key of its own, never used again;
/// each request has a number, and gets one {@link SupervisionOutput.Answer}.
public sealed interface SupervisionInput {
  /// A child to be started.
  record NewChild(long key, ChildRules rules) {}

  /// Start these children, in order. The first input of all, and only then; their ids differ.
  record Begin(List<NewChild> children) implements SupervisionInput {}

  /// Take in another child and start it.
  record StartChild(long request, NewChild child) implements SupervisionInput {}

  /// End a child.
  ///
  /// @param child its id, or its pid where children have no ids
  record TerminateChild(long request, Term child) implements SupervisionInput {}

  /// Start a child again that is down.
  record RestartChild(long request, Term id) implements SupervisionInput {}

  /// Forget a child that is down.
  record DeleteChild(long request, Term id) implements SupervisionInput {}

  /// A child that was to be started is ready.
  record Started(long key, Pid pid) implements SupervisionInput {}

  /// A child that was to be started says it is not needed: its process has ended.
  record Ignored(long key) implements SupervisionInput {}

  /// The process of a child has really ended, or none could be made. Comes once for each {@link
  /// SupervisionOutput.Start}, unless {@link Ignored} does.
  ///
  /// @param reason its exit reason, or why it did not start
  record Ended(long key, Term reason) implements SupervisionInput {}

  /// End all children and then the supervisor itself with this reason.
  record Stop(Term reason) implements SupervisionInput {}

  /// The deadline has come.
  record Timer() implements SupervisionInput {}
}
