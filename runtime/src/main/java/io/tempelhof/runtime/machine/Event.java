package io.tempelhof.runtime.machine;

import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.From;

/// What happens to a {@link StateMachine} (an event type of {@code gen_statem} with its content).
///
/// @param <M> what it understands as calls and casts
public sealed interface Event<M> {
  /// Somebody waits for an answer.
  record Call<M>(From from, M request) implements Event<M> {}

  /// A cast: nobody waits.
  record Cast<M>(M request) implements Event<M> {}

  /// Any other message.
  record Message<M>(Term message) implements Event<M> {}

  /// What the machine itself inserted by {@link Transition#internal}.
  record Internal<M>(Object content) implements Event<M> {}

  /// The machine has been in the state for as long as {@link Transition#stateTimeout} said.
  record StateTimeout<M>(Object content) implements Event<M> {}

  /// Nothing has happened for as long as {@link Transition#eventTimeout} said.
  record EventTimeout<M>(Object content) implements Event<M> {}

  /// The time of {@link Transition#timeout} is up.
  record Timeout<M>(Object name, Object content) implements Event<M> {}
}
