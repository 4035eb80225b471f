package io.tempelhof.runtime.task;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches over a task and its owner: the task is not to outlive its owner, and the owner is not to
/// lose a failure without a trace. A link would do the first, but a task that is killed would then
/// take its owner along.
///
/// @param owner who began the task
/// @param worker the process of the work
/// @param left what it has left when it has ended; null if it was ended
record Guard(Pid owner, Pid worker, Supplier<@Nullable Outcome<?>> left) implements Body {
  private static final Logger LOG = LoggerFactory.getLogger(Task.class);
  private static final TermMapping<Down> DOWN = TermMapping.of(Down.class);
  private static final Atom SHUTDOWN = Atom.of("shutdown");

  /// How long a task may take to end that does not end at once because it traps exits.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// The owner has seen how the task ended.
  static final Atom SEEN = Atom.of("seen");

  @Override
  public void run(Self self) {
    Ref work = self.monitor(worker);
    Ref life = self.monitor(owner);
    Down first = self.receive(Pattern.of(Down.class));
    if (first.ref().equals(life)) {
      self.exit(worker, SHUTDOWN);
      Pattern<Down> end = Pattern.of(Down.class).where(down -> down.ref().equals(work));
      Optional<Down> ended = self.receive(end, PATIENCE);
      if (ended.isEmpty()) {
        self.exit(worker, ExitReason.KILL);
      }
    } else if (!(left.get() instanceof Outcome.Done<?>)) {
      awaitNotice(self, life, first.reason());
    }
  }

  private void awaitNotice(Self self, Ref life, Term reason) {
    Pattern<Term> news = Pattern.term(message -> message.equals(SEEN) || isEnd(message, life));
    if (!self.receive(news).equals(SEEN)) {
      Term why = left.get() instanceof Outcome.Failed<?> failed ? failed.why().reason() : reason;
      LOG.warn("task {} of {} failed, and nobody awaited it: {}", worker, owner, why);
    }
  }

  private static boolean isEnd(Term message, Ref ref) {
    Down down = DOWN.match(message);
    return down != null && down.ref().equals(ref);
  }
}
