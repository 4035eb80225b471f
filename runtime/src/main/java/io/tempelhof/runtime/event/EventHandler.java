package io.tempelhof.runtime.event;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.behaviour.UnhandledException;

/// One of those that an {@link EventServer} tells of its events (a callback module of {@code
/// gen_event}). Its state lives in its fields; the manager's process alone calls it. If it throws,
/// it is removed and reported, and the manager goes on; but for {@link UnhandledException}, which
/// is counted only.
///
/// @param <E> the manager's events
public interface EventHandler<E> {
  /// Makes a handler when it is added.
  ///
  /// @param <E> the manager's events
  @FunctionalInterface
  interface Factory<E> {
    /// Makes it, in the manager's process.
    ///
    /// @param arguments what the one who adds it says; {@code {Arguments, Result}} if it takes the
    ///   place of another whose {@link #terminate} gave that result
    /// @throws Exception if it cannot be added
    EventHandler<E> make(Context context, Term arguments) throws Exception;
  }

  /// What a handler has to do with its manager.
  interface Context {
    /// The process of the manager.
    Self self();

    /// Removes the handler once what it is at has returned.
    void remove();
  }

  /// An event.
  void handleEvent(E event) throws Exception;

  /// A question to this handler.
  ///
  /// @return the answer, a value with a term form
  default Object handleCall(Term request) throws Exception {
    throw new UnhandledException();
  }

  /// Any other message to the manager, the ends of linked processes included.
  default void handleInfo(Term message) throws Exception {
    throw new UnhandledException();
  }

  /// The handler is removed.
  ///
  /// @param why what the one who deletes it says; {@code stop} if the manager ends, {@code {stop,
  ///   Reason}} if the process that supervised it has ended, {@code remove_handler} if it wanted so
  ///   itself, {@code {error, {'EXIT', Reason}}} if it has failed
  /// @return what the one who deletes it is answered, or its successor is given: a value with a
  ///   term form
  default Object terminate(Term why) throws Exception {
    return Atom.of("ok");
  }

  /// The state to be shown by {@code sys:get_state}: a value with a term form.
  default Object state() {
    return toString();
  }
}
