package io.tempelhof.core.supervise;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import org.jspecify.annotations.Nullable;

/// Everything a {@link Supervision} can ask for, to be done in the order given.
public sealed interface SupervisionOutput {
  /// Start a process for this child. No other lives for it.
  record Start(long key) implements SupervisionOutput {}

  /// Ask the process of this child to exit.
  ///
  /// @param reason {@code shutdown} or {@code kill}
  record Exit(long key, Term reason) implements SupervisionOutput {}

  /// This child is no more, nor will be.
  record Forget(long key) implements SupervisionOutput {}

  /// What a request has led to, as OTP says it.
  record Answer(long request, Term reply) implements SupervisionOutput {}

  /// All children are started: the supervisor is ready. Once at most.
  record Ready() implements SupervisionOutput {}

  /// All children have ended: the supervisor is to end with this reason. The last output.
  record Over(Term reason) implements SupervisionOutput {}

  /// Something worth a line in the log.
  sealed interface Report extends SupervisionOutput {
    /// Whose child it is about.
    ChildRules child();
  }

  /// A child is ready.
  ///
  /// @param restarted it was running before
  record ChildStarted(ChildRules child, Pid pid, boolean restarted) implements Report {}

  /// A child has ended by itself, and not because its work was done.
  ///
  /// @param restarts the supervisor means to start it again
  record ChildTerminated(ChildRules child, @Nullable Pid pid, Term reason, boolean restarts)
      implements Report {}

  /// A child did not come up.
  record StartError(ChildRules child, Term reason) implements Report {}

  /// A child that was told to end did so with another reason.
  record ShutdownError(ChildRules child, @Nullable Pid pid, Term reason) implements Report {}

  /// A child was killed and has not ended for long: it is not replaced before it has.
  record ChildStuck(ChildRules child, @Nullable Pid pid) implements Report {}

  /// This child's restart was one too many: the supervisor ends.
  record MaxIntensityReached(ChildRules child) implements Report {}

  /// This significant child has ended, so the supervisor does.
  record AutomaticShutdown(ChildRules child) implements Report {}
}
