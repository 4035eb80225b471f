package io.tempelhof.runtime.machine;

import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.SystemLimitException;
import io.tempelhof.runtime.machine.Transition.Kind;
import io.tempelhof.runtime.machine.Transition.Timing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// What {@code gen_statem} decides, and nothing else: which event comes next, what is postponed,
/// which timeouts run. Without clocks, threads and the program's callbacks: it is told what these
/// decided and what has come, and says what is to be done. The rules are in the package's tour.
final class Machine<S, M> {
  /// The most events postponed at a time.
  static final int POSTPONED_MAX = 100_000;

  /// What is to be done.
  sealed interface Effect {
    record Answer(From from, Object answer) implements Effect {}

    /// To say {@link #fired} of this timer after so long.
    record Start(long timer, Duration after) implements Effect {}

    record Cancel(long timer) implements Effect {}

    record End(Term reason) implements Effect {}
  }

  /// A timeout that is set.
  ///
  /// @param timer 0 for one of no time at all
  private record Running(long timer, Object content) {}

  private final Deque<Event<M>> queue = new ArrayDeque<>();
  private final Deque<Event<M>> postponed = new ArrayDeque<>();
  private final Map<Kind, Running> running = new LinkedHashMap<>();

  /// The timeouts of no time at all, in order.
  private final SequencedSet<Kind> due = new LinkedHashSet<>();

  private S state;

  /// The state that the one to be entered now was reached from; null if none is to be entered.
  private @Nullable S enteredFrom;

  /// The event being handled; null while the first state is entered.
  private @Nullable Event<M> current;

  /// What the handler of the current event wants; its timings are followed by those of entering.
  private Transition<S, M> wanted = new Transition<>(false);

  private boolean changes;
  private long timers;

  Machine(S initial) {
    this.state = initial;
    this.enteredFrom = initial;
  }

  S state() {
    return state;
  }

  /// Sets the state from outside: no state change.
  void replace(S replacement) {
    state = replacement;
  }

  int postponedEvents() {
    return postponed.size();
  }

  int runningTimeouts() {
    return running.size();
  }

  /// The state that the one to be entered now was reached from; null if none is to be entered.
  @Nullable S entering() {
    return enteredFrom;
  }

  /// An event has come.
  void arrive(Event<M> event) {
    queue.addLast(event);
  }

  /// A timer is up. Nothing comes of one that was cancelled meanwhile.
  void fired(long timer) {
    for (Map.Entry<Kind, Running> entry : running.entrySet()) {
      if (entry.getValue().timer() == timer) {
        running.remove(entry.getKey());
        arrive(event(entry.getKey(), entry.getValue().content()));
        return;
      }
    }
  }

  private static <M> Event<M> event(Kind kind, Object content) {
    return switch (kind) {
      case Kind.Own.STATE -> new Event.StateTimeout<>(content);
      case Kind.Own.EVENT -> new Event.EventTimeout<>(content);
      case Kind.Named(Object name) -> new Event.Timeout<>(name, content);
    };
  }

  /// The event to be handled now; null if there is none.
  @Nullable Event<M> poll() {
    current = queue.poll();
    if (current == null && !due.isEmpty()) {
      Kind kind = due.removeFirst();
      Running timeout = running.remove(kind);
      current = event(kind, timeout == null ? kind : timeout.content());
    }
    return current;
  }

  /// The current event was handled.
  List<Effect> handled(Transition<S, M> transition) {
    List<Effect> effects = answers(transition);
    if (transition.ending != null) {
      effects.add(new Effect.End(transition.ending));
      return effects;
    }
    wanted = transition;
    S before = state;
    changes = transition.target != null && !transition.target.equals(before);
    if (transition.target != null) {
      state = transition.target;
    }
    if (changes || transition.repeats) {
      enteredFrom = before;
    } else {
      settle(effects);
    }
    return effects;
  }

  /// The state was entered.
  List<Effect> entered(Transition<S, M> transition) {
    List<Effect> effects = answers(transition);
    enteredFrom = null;
    if (transition.ending != null) {
      effects.add(new Effect.End(transition.ending));
      return effects;
    }
    wanted.timings.addAll(transition.timings);
    settle(effects);
    return effects;
  }

  private List<Effect> answers(Transition<S, M> transition) {
    List<Effect> effects = new ArrayList<>();
    transition.answers.forEach(a -> effects.add(new Effect.Answer(a.from(), a.answer())));
    return effects;
  }

  /// Does what the handler wanted, once a new state was entered.
  private void settle(List<Effect> effects) {
    if (wanted.postpones && current != null) {
      if (postponed.size() >= POSTPONED_MAX) {
        throw new SystemLimitException("no more than " + POSTPONED_MAX + " events are postponed");
      }
      postponed.addLast(current);
    }
    if (changes) {
      while (!postponed.isEmpty()) {
        queue.addFirst(postponed.removeLast());
      }
      cancel(Kind.Own.STATE, effects);
    }
    cancel(Kind.Own.EVENT, effects);
    wanted.inserted.reversed().forEach(queue::addFirst);
    Map<Kind, Timing> last = new LinkedHashMap<>();
    for (Timing timing : wanted.timings) {
      last.remove(timing.kind()); // it takes the place of the later one
      last.put(timing.kind(), timing);
    }
    last.values().forEach(timing -> apply(timing, effects));
    wanted = new Transition<>(false);
    changes = false;
    current = null;
  }

  private void apply(Timing timing, List<Effect> effects) {
    switch (timing) {
      case Timing.Cancel(Kind kind) -> cancel(kind, effects);
      case Timing.Set(Kind kind, Duration after, Object content) -> {
        cancel(kind, effects);
        start(kind, after, content, effects);
      }
      case Timing.Update(Kind kind, Object content) -> {
        Running timeout = running.get(kind);
        if (timeout == null) {
          start(kind, Duration.ZERO, content, effects);
        } else {
          running.put(kind, new Running(timeout.timer(), content));
        }
      }
    }
  }

  private void start(Kind kind, Duration after, Object content, List<Effect> effects) {
    if (after.isZero()) {
      running.put(kind, new Running(0, content));
      due.add(kind);
    } else {
      long timer = ++timers;
      running.put(kind, new Running(timer, content));
      effects.add(new Effect.Start(timer, after));
    }
  }

  private void cancel(Kind kind, List<Effect> effects) {
    Running timeout = running.remove(kind);
    due.remove(kind);
    if (timeout != null && timeout.timer() != 0) {
      effects.add(new Effect.Cancel(timeout.timer()));
    }
  }
}
