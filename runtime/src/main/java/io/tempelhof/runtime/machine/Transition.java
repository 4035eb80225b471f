package io.tempelhof.runtime.machine;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.From;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What follows from an event: as long as nothing is said, the machine stays in its state and the
/// event is done with. Of use only while the handler runs that was given it.
///
/// A timeout replaces the one of its kind (or name) that runs; of several of a kind set in one
/// transition, the last counts. One of no time at all comes when no event is left that is here
/// already.
public final class Transition<S, M> {
  /// What a running timeout is known by.
  sealed interface Kind {
    /// There is one at a time of each.
    enum Own implements Kind {
      STATE,
      EVENT
    }

    record Named(Object name) implements Kind {}
  }

  /// A change of a timeout.
  sealed interface Timing {
    Kind kind();

    record Set(Kind kind, Duration after, Object content) implements Timing {}

    record Update(Kind kind, Object content) implements Timing {}

    record Cancel(Kind kind) implements Timing {}
  }

  /// An answer to be sent.
  record Answer(From from, Object answer) {}

  private final boolean entering;
  final List<Answer> answers = new ArrayList<>();
  final List<Event<M>> inserted = new ArrayList<>();
  final List<Timing> timings = new ArrayList<>();
  @Nullable S target;
  @Nullable Term ending;
  boolean repeats;
  boolean postpones;

  /// @param entering whether a state is being entered, where less is allowed
  Transition(boolean entering) {
    this.entering = entering;
  }

  /// Goes to this state. A state change, if it is not equal to the one the machine is in: then it
  /// is entered, what was postponed comes again, and the state timeout is cancelled.
  ///
  /// @throws IllegalStateException if a state is being entered
  public void to(S state) {
    refuseWhileEntering();
    target = state;
    repeats = false;
  }

  /// Enters the state again that the machine is in. No state change.
  ///
  /// @throws IllegalStateException if a state is being entered
  public void repeat() {
    refuseWhileEntering();
    target = null;
    repeats = true;
  }

  /// Puts the event off until the state has changed.
  ///
  /// @throws IllegalStateException if a state is being entered
  public void postpone() {
    refuseWhileEntering();
    postpones = true;
  }

  /// Has an event of the machine's own handled before any other that waits. Several are handled in
  /// order.
  ///
  /// @throws IllegalStateException if a state is being entered
  public void internal(Object content) {
    insert(new Event.Internal<>(content));
  }

  /// Like {@link #internal}, with an event as if it had come from outside.
  public void insert(Event<M> event) {
    refuseWhileEntering();
    inserted.add(event);
  }

  /// Answers a call.
  public void reply(From from, Object answer) {
    answers.add(new Answer(from, answer));
  }

  /// Has an {@link Event.StateTimeout} come if the machine stays that long in the state it goes to.
  ///
  /// @throws IllegalArgumentException if the time is negative, as with the other timeouts
  public void stateTimeout(Duration after, Object content) {
    set(Kind.Own.STATE, after, content);
  }

  /// Has an {@link Event.EventTimeout} come if nothing else happens for so long.
  public void eventTimeout(Duration after, Object content) {
    set(Kind.Own.EVENT, after, content);
  }

  /// Has an {@link Event.Timeout} come after this time, whatever happens.
  ///
  /// @param name to cancel or replace it by
  public void timeout(Object name, Duration after, Object content) {
    set(new Kind.Named(name), after, content);
  }

  /// Cancels the state timeout, if it runs.
  public void cancelStateTimeout() {
    timings.add(new Timing.Cancel(Kind.Own.STATE));
  }

  /// Cancels the timeout of this name, if it runs.
  public void cancelTimeout(Object name) {
    timings.add(new Timing.Cancel(new Kind.Named(name)));
  }

  /// Gives the state timeout another content, which leaves its time as it is. If none runs, it is
  /// up at once.
  public void updateStateTimeout(Object content) {
    timings.add(new Timing.Update(Kind.Own.STATE, content));
  }

  /// Gives the timeout of this name another content, like {@link #updateStateTimeout}.
  public void updateTimeout(Object name, Object content) {
    timings.add(new Timing.Update(new Kind.Named(name), content));
  }

  /// Ends the machine {@code normal}, once its answers are sent.
  public void stop() {
    stop(ExitReason.NORMAL);
  }

  /// Ends the machine with this reason, once its answers are sent.
  public void stop(Object reason) {
    ending = TermMapping.toTerm(reason);
  }

  private void set(Kind kind, Duration after, Object content) {
    if (after.isNegative()) {
      throw new IllegalArgumentException("a timeout cannot be " + after + " from now");
    }
    timings.add(new Timing.Set(kind, after, content));
  }

  private void refuseWhileEntering() {
    if (entering) {
      throw new IllegalStateException(
          "entering a state neither changes it nor inserts or postpones events");
    }
  }
}
