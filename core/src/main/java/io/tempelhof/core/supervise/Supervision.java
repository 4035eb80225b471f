package io.tempelhof.core.supervise;

import io.tempelhof.core.supervise.Child.Phase;
import io.tempelhof.core.supervise.SupervisionInput.NewChild;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The mind of one supervisor. The tour is in {@link io.tempelhof.core.supervise}.
public final class Supervision {
  private final SupervisionSettings settings;
  private final Restarts restarts;
  private final Children children;
  private final Sequence sequence = new Sequence();

  private boolean up;

  /// Why the supervisor ends; null while it does not.
  private @Nullable Term ending;

  private boolean over;

  private final Step step = new Step();
  private final Stopping stopping;

  /// Without children; {@link SupervisionInput.Begin} is to come first.
  public Supervision(SupervisionSettings settings) {
    this.settings = settings;
    this.restarts = new Restarts(settings.intensity());
    this.children = new Children(isSimple());
    this.stopping = new Stopping(settings, children, step);
  }

  /// Takes one input and says what is to be done, in order.
  ///
  /// @param now the time in nanoseconds
  public void step(SupervisionInput input, long now, Consumer<SupervisionOutput> out) {
    step.begin(now, out);
    switch (input) {
      case SupervisionInput.Begin(List<NewChild> first) -> begin(first);
      case SupervisionInput.StartChild(long request, NewChild child) -> add(request, child);
      case SupervisionInput.TerminateChild(long request, Term child) -> terminate(request, child);
      case SupervisionInput.RestartChild(long request, Term id) -> restartChild(request, id);
      case SupervisionInput.DeleteChild(long request, Term id) -> delete(request, id);
      case SupervisionInput.Started(long key, Pid pid) -> started(known(key), pid);
      case SupervisionInput.Ignored(long key) -> ignored(known(key));
      case SupervisionInput.Ended(long key, Term reason) -> ended(known(key), reason);
      case SupervisionInput.Stop(Term reason) -> end(reason);
      case SupervisionInput.Timer() -> stopping.deadlines();
    }
    advance();
  }

  /// When to step with {@link SupervisionInput.Timer}, in nanoseconds; {@link Long#MAX_VALUE} for
  /// never.
  public long nextDeadline() {
    return children.nextDeadline();
  }

  /// The children, those started last in front.
  public List<ChildStatus> children() {
    return children.reversed().stream().map(Child::status).toList();
  }

  /// The rules of one child, by its id, or by its pid where children have no ids.
  public Optional<ChildRules> rules(Term idOrPid) {
    return Optional.ofNullable(children.find(idOrPid)).map(child -> child.rules);
  }

  /// Whether children have no ids.
  public boolean isSimple() {
    return settings.strategy() == Strategy.SIMPLE_ONE_FOR_ONE;
  }

  private Child known(long key) {
    Child child = children.byKey(key);
    if (child == null) {
      throw new IllegalStateException("there is no child with the key " + key);
    }
    return child;
  }

  private boolean isGroup() {
    return switch (settings.strategy()) {
      case ONE_FOR_ALL, REST_FOR_ONE -> true;
      case ONE_FOR_ONE, SIMPLE_ONE_FOR_ONE -> false;
    };
  }

  // Requests.

  private void begin(List<NewChild> first) {
    for (NewChild spec : first) {
      Child child = new Child(spec.key(), spec.rules());
      child.phase = Phase.WAITING;
      children.add(child);
      sequence.append(child);
    }
  }

  private void add(long request, NewChild spec) {
    ChildRules rules = spec.rules();
    Term refusal = ending == null ? Replies.refusal(rules, settings, children) : Reasons.SHUTDOWN;
    if (refusal != null) {
      answer(request, Replies.error(refusal));
      step.say(new SupervisionOutput.Forget(spec.key()));
      return;
    }
    Child child = new Child(spec.key(), rules);
    child.starter = request;
    child.fresh = true;
    children.add(child);
    launch(child);
  }

  private void terminate(long request, Term idOrPid) {
    if (isSimple() && !(idOrPid instanceof Pid)) {
      answer(request, Replies.error(Replies.SIMPLE_ONE_FOR_ONE));
      return;
    }
    Child child = children.find(idOrPid);
    if (child == null) {
      answer(request, Replies.error(Replies.NOT_FOUND));
      return;
    }
    if (!child.lives()) {
      callOff(child);
      answer(request, Replies.OK);
      return;
    }
    child.terminators.add(request);
    child.doom(false);
    if (!child.isStopping()) {
      stopping.stop(child);
    }
  }

  private void restartChild(long request, Term id) {
    Child child = namedAndDown(request, id);
    if (child == null) {
      return;
    }
    if (ending != null) {
      answer(request, Replies.error(Reasons.SHUTDOWN));
      return;
    }
    child.starter = request;
    launch(child);
  }

  private void delete(long request, Term id) {
    Child child = namedAndDown(request, id);
    if (child != null) {
      remove(child);
      answer(request, Replies.OK);
    }
  }

  /// The child with this id, if it is down; otherwise the request is answered.
  private @Nullable Child namedAndDown(long request, Term id) {
    Child child = isSimple() ? null : children.find(id);
    if (child != null && child.phase == Phase.DOWN) {
      return child;
    }
    answer(request, Replies.error(Replies.whyNot(isSimple(), child)));
    return null;
  }

  // Starting.

  /// Starts a child as soon as that may be.
  private void launch(Child child) {
    child.phase = Phase.WAITING;
    if (isGroup()) {
      sequence.append(child);
    } else {
      start(child);
    }
  }

  private void start(Child child) {
    children.born(child);
    children.setDeadline(child, step.now() + Nanos.of(child.rules.startWithin()));
    step.say(new SupervisionOutput.Start(child.key));
  }

  private void started(Child child, Pid pid) {
    children.ready(child, pid);
    if (child.phase != Phase.STARTING) {
      return; // It is being stopped, and said so before it knew.
    }
    children.setDeadline(child, Child.NEVER);
    child.phase = Phase.RUNNING;
    step.say(new SupervisionOutput.ChildStarted(child.rules, pid, child.restarting));
    child.restarting = false;
    answerStarter(child, Replies.ok(pid));
  }

  private void ignored(Child child) {
    if (child.isStopping()) {
      ended(child, Reasons.NORMAL);
      return;
    }
    children.ended(child);
    child.restarting = false;
    answerStarter(child, Replies.ok(Atom.UNDEFINED));
    rest(child);
  }

  private void startFailed(Child child, Term reason) {
    step.say(new SupervisionOutput.StartError(child.rules, reason));
    if (child.starter != Child.NOBODY) {
      refuseStarter(child, reason);
    } else if (child.restarting) {
      restart(child);
    } else {
      child.phase = Phase.DOWN;
      end(Replies.shutdown(Tuple.of(Reasons.FAILED_TO_START_CHILD, child.id(), reason)));
    }
  }

  // Ending.

  private void ended(Child child, Term reason) {
    Phase before = child.phase;
    boolean doomed = child.doomed;
    Pid pid = child.pid;
    children.ended(child);
    if (doomed) {
      stopped(child, pid, reason);
    } else if (before == Phase.RUNNING) {
      died(child, pid, reason);
    } else {
      startFailed(child, before == Phase.STARTING ? reason : Reasons.TIMEOUT);
    }
  }

  /// A child that was to end has done so.
  private void stopped(Child child, @Nullable Pid pid, Term reason) {
    if (pid != null && !child.rules.isExpected(reason)) {
      step.say(new SupervisionOutput.ShutdownError(child.rules, pid, reason));
    }
    child.terminators.forEach(request -> answer(request, Replies.OK));
    child.terminators.clear();
    if (child.again) {
      child.again = false;
      child.phase = Phase.WAITING;
    } else {
      callOff(child);
    }
  }

  /// A child has ended by itself.
  private void died(Child child, @Nullable Pid pid, Term reason) {
    boolean restarts = child.rules.restartsAfter(reason);
    if (restarts || !ChildRules.isOrderly(reason)) {
      step.say(new SupervisionOutput.ChildTerminated(child.rules, pid, reason, restarts));
    }
    if (restarts) {
      restart(child);
    } else {
      rest(child);
      autoShutdown(child);
    }
  }

  /// A child that is down stays so.
  private void rest(Child child) {
    child.phase = Phase.DOWN;
    if (isSimple() || child.isTemporary()) {
      remove(child);
    }
  }

  /// A child that has no process gets none.
  private void callOff(Child child) {
    child.restarting = false;
    rest(child);
    refuseStarter(child, Reasons.SHUTDOWN);
  }

  private void remove(Child child) {
    if (children.byKey(child.key) != null) {
      children.remove(child);
      step.say(new SupervisionOutput.Forget(child.key));
    }
  }

  private void autoShutdown(Child child) {
    boolean ends =
        child.rules.significant()
            && switch (settings.autoShutdown()) {
              case NEVER -> false;
              case ANY_SIGNIFICANT -> true;
              case ALL_SIGNIFICANT -> children.noneSignificant();
            };
    if (ends) {
      step.say(new SupervisionOutput.AutomaticShutdown(child.rules));
      end(Reasons.SHUTDOWN);
    }
  }

  // Restarting.

  private void restart(Child child) {
    if (!restarts.add(step.now())) {
      step.say(new SupervisionOutput.MaxIntensityReached(child.rules));
      child.restarting = false;
      rest(child);
      end(Reasons.SHUTDOWN);
      return;
    }
    switch (settings.strategy()) {
      case ONE_FOR_ONE, SIMPLE_ONE_FOR_ONE -> {
        child.restarting = true;
        launch(child);
      }
      case ONE_FOR_ALL -> restart(children.inOrder());
      case REST_FOR_ONE -> restart(children.from(child));
    }
  }

  /// Ends all of these that live and then starts them, along with those for which that is under way
  /// already.
  private void restart(List<Child> group) {
    for (Child child : group) {
      if (child.lives()) {
        child.restarting |= child.pid != null;
        child.doom(!child.isTemporary());
        child.grouped = true;
      } else if (child.phase == Phase.DOWN) {
        child.restarting = true;
        child.phase = Phase.WAITING;
      }
    }
    sequence.plan(children);
  }

  /// Ends all children and then the supervisor. The first reason counts.
  private void end(Term reason) {
    if (ending != null) {
      return;
    }
    ending = reason;
    for (Child child : children.inOrder()) {
      if (!child.lives()) {
        callOff(child);
        continue;
      }
      child.doom(false);
      child.grouped = true;
      if (isSimple() && !child.isStopping()) {
        stopping.stop(child);
      }
    }
    sequence.plan(children);
  }

  /// Does what can be done next.
  private void advance() {
    Child last = sequence.toStop();
    if (last != null && !last.isStopping()) {
      stopping.stop(last);
    }
    if (ending != null) {
      if (children.living() == 0 && !over) {
        over = true;
        step.say(new SupervisionOutput.Over(ending));
      }
      return;
    }
    if (!sequence.allEnded()) {
      return;
    }
    Child next = sequence.toStart();
    if (next == null) {
      if (!up) {
        up = true;
        step.say(new SupervisionOutput.Ready());
      }
    } else if (next.phase == Phase.WAITING) {
      start(next);
    }
  }

  // Answers.

  private void answerStarter(Child child, Term reply) {
    if (child.starter != Child.NOBODY) {
      answer(child.starter, reply);
      child.starter = Child.NOBODY;
      child.fresh = false;
    }
  }

  /// Without success, a child that came with its request goes with it.
  private void refuseStarter(Child child, Term reason) {
    if (child.starter != Child.NOBODY) {
      boolean fresh = child.fresh;
      answerStarter(child, Replies.refused(child, reason, isSimple()));
      if (fresh) {
        remove(child);
      }
    }
  }

  private void answer(long request, Term reply) {
    step.say(new SupervisionOutput.Answer(request, reply));
  }
}
