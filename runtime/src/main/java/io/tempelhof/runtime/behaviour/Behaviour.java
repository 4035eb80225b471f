package io.tempelhof.runtime.behaviour;

import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.GenMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a {@link Loop} keeps running: one of OTP's behaviours, made for a program's callbacks. All
/// is called on the process's own thread.
public interface Behaviour {
  /// Takes the next step that needs no message.
  ///
  /// @return false if there is none: then the next message is wanted
  boolean step() throws Exception;

  /// How long to wait for the next message; null for ever.
  @Nullable Duration patience();

  /// Nothing has come for so long.
  void elapsed() throws Exception;

  /// Takes a message, which is no {@link GenMessage.Sys}.
  void take(GenMessage message) throws Exception;

  /// Whether it takes messages without ever waiting: then those who ask may have theirs taken on
  /// their own threads, one at a time, while the process sleeps.
  default boolean isBrief() {
    return false;
  }

  /// The reason to end with, if it has decided to end; else null.
  @Nullable Term ending();

  /// Ends, for this reason; called once.
  void terminate(Term reason) throws Exception;

  /// The module of OTP that it stands for.
  String module();

  /// The class of the callbacks.
  Class<?> callbacks();

  /// Its state, as {@code sys:get_state} shows it.
  Term state() throws Exception;

  /// Sets another state, as {@code sys:replace_state} does.
  ///
  /// @return what that answers
  /// @throws UnsupportedOperationException if its state cannot be set
  Term replaceState(StateChange change) throws Exception;

  /// A function from a state to another.
  @FunctionalInterface
  interface StateChange {
    /// Gives the state that is to follow.
    Term apply(Term state) throws Exception;
  }

  /// What {@code sys:get_status} shows of it in OTP's form for this behaviour.
  ///
  /// @param general what all behaviours show: how it is, its parent, what was logged
  Term status(String name, Term general) throws Exception;
}
