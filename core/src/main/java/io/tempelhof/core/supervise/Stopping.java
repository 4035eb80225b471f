package io.tempelhof.core.supervise;

import io.tempelhof.core.supervise.Child.Phase;
import org.jspecify.annotations.Nullable;

/// Makes children end: asks, kills, and says who is stuck.
final class Stopping {
  private final SupervisionSettings settings;
  private final Children children;
  private final Step step;

  Stopping(SupervisionSettings settings, Children children, Step step) {
    this.settings = settings;
    this.children = children;
    this.step = step;
  }

  /// Begins to end a child that lives.
  void stop(Child child) {
    switch (child.rules.shutdown()) {
      case Shutdown.BrutalKill _ -> kill(child);
      case Shutdown.Within(var time) -> ask(child, step.now() + Nanos.of(time));
      case Shutdown.Infinity _ -> ask(child, Child.NEVER);
    }
  }

  private void ask(Child child, long deadline) {
    child.phase = Phase.STOPPING;
    children.setDeadline(child, deadline);
    step.say(new SupervisionOutput.Exit(child.key, Reasons.SHUTDOWN));
  }

  private void kill(Child child) {
    child.phase = Phase.KILLED;
    children.setDeadline(child, step.now() + Nanos.of(settings.stuckAfter()));
    step.say(new SupervisionOutput.Exit(child.key, Reasons.KILL));
  }

  /// Goes on with those whose time has passed.
  void deadlines() {
    for (Child child = due(); child != null; child = due()) {
      switch (child.phase) {
        case STARTING, STOPPING -> kill(child);
        case KILLED -> {
          child.phase = Phase.STUCK;
          step.say(new SupervisionOutput.ChildStuck(child.rules, child.pid));
        }
        case DOWN, WAITING, RUNNING, STUCK ->
            throw new IllegalStateException("a deadline for a child that is " + child.phase);
      }
    }
  }

  private @Nullable Child due() {
    return children.due(step.now());
  }
}
