package io.tempelhof.runtime.supervise;

import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.behaviour.Startable;
import java.util.List;

/// Says how a child is started that differs from its siblings only by its arguments (OTP {@code
/// simple_one_for_one}). Called on the supervisor's thread.
@FunctionalInterface
public interface ChildTemplate {
  /// What to start for these arguments. May be started again, with the same arguments.
  ///
  /// @throws RuntimeException if it knows nothing to do with them: whoever wants the child is told
  Startable with(List<Term> arguments);
}
