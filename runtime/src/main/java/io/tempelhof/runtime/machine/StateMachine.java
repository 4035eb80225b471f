package io.tempelhof.runtime.machine;

import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.behaviour.Startable;

/// A state machine as OTP's {@code gen_statem}: what happens is handled according to the state it
/// happens in. Its data live in the fields of the object, and one process, which alone calls it,
/// handles one event after the other. An exception out of a handler ends it, but for {@link
/// io.tempelhof.runtime.behaviour.UnhandledException}: then the machine stays in its state, the
/// event is counted, and a call is answered {@code {error, unknown_call}}.
///
/// @param <S> its states: an enum, or a sealed interface of records, told apart by {@code equals}
/// @param <M> what it understands as calls and casts, as with {@link
///   io.tempelhof.runtime.server.Server}
public interface StateMachine<S, M> {
  /// How a machine begins, in its own process.
  @FunctionalInterface
  interface Opening<S, M> {
    /// Makes the machine.
    ///
    /// @throws io.tempelhof.runtime.behaviour.IgnoredException if it is not needed
    /// @throws Exception if it cannot start: that is its exit reason
    StateMachine<S, M> open(Self self) throws Exception;
  }

  /// A machine to be started, as often as one likes.
  ///
  /// @param type what it understands
  /// @throws io.tempelhof.core.term.mapping.UnmappableException if the type has no term form
  static <S, M> Startable of(Class<M> type, Opening<S, M> opening) {
    TermMapping<M> understood = TermMapping.of(type);
    return Startable.of(self -> Machinery.begin(self, understood, opening));
  }

  /// The state it begins in. Asked once.
  S initialState() throws Exception;

  /// An event, in the state the machine is in.
  ///
  /// @param then says what follows; nothing said, the machine stays where it is
  void handle(S state, Event<M> event, Transition<S, M> then) throws Exception;

  /// A state is entered: the first one, one changed to, or one repeated ({@code gen_statem}'s state
  /// enter call). What this says is added to what led here.
  ///
  /// @param previous the state before; the same for the first one and a repeated one
  default void enter(S previous, S state, Transition<S, M> then) throws Exception {}

  /// The machine ends, as with {@link io.tempelhof.runtime.server.Server#terminate}.
  default void terminate(Term reason, S state) throws Exception {}

  /// The data to be shown by {@code sys:get_state}, in {@code {State, Data}}: a value with a term
  /// form. As long as a machine does not say otherwise, its {@code toString()}.
  default Object data() {
    return toString();
  }

  /// Sets state and data as {@code sys:replace_state} wants.
  ///
  /// @return the state; no state change
  /// @throws UnsupportedOperationException as long as a machine does not say otherwise
  default S replace(Term state, Term data) {
    throw new UnsupportedOperationException(getClass().getName() + " sets no state from outside");
  }
}
