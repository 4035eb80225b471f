package io.tempelhof.runtime.server;

import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Exited;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.behaviour.Startable;
import io.tempelhof.runtime.behaviour.UnhandledException;
import java.time.Duration;

/// A server as OTP's {@code gen_server}: its state lives in the fields of the object, and one
/// process, which alone calls it, handles one message after the other. An exception out of a
/// handler ends the server, and {@link #terminate} is called before; but for {@link
/// UnhandledException}.
///
/// A handler that is not written does not understand what it is given.
///
/// @param <M> what it understands as calls and casts: a record, a sealed interface, any type with a
///   term form, or {@link Term} for everything
public interface Server<M> {
  /// What {@link #handleCall} returns when the answer comes later, by {@link ServerContext#reply}
  /// or {@link From#reply}.
  Object LATER = Deferred.LATER;

  /// How a server begins, in its own process.
  @FunctionalInterface
  interface Opening<M> {
    /// Makes the server.
    ///
    /// @throws io.tempelhof.runtime.behaviour.IgnoredException if it is not needed
    /// @throws Exception if it cannot start: that is its exit reason
    Server<M> open(ServerContext context) throws Exception;
  }

  /// A server to be started, as often as one likes.
  ///
  /// @param type what it understands
  /// @throws io.tempelhof.core.term.mapping.UnmappableException if the type has no term form
  static <M> Startable of(Class<M> type, Opening<M> opening) {
    return of(type, opening, false);
  }

  /// The same for a server whose handlers are brief: they compute and tell, and never wait. A
  /// {@link ServerRef#call call} by a process of the same node that finds it idle is handled at
  /// once, on the thread of the caller, as if on the server's own: that wakes no thread, and costs
  /// a fraction.
  ///
  /// The caller pays with its time: its timeout is not looked at, and no exit signal to it takes
  /// effect, before the handler is done. So a handler that takes long holds up those who call. One
  /// that receives, or calls another server, gets an {@link IllegalStateException} where it would
  /// have run on a caller's thread; it says {@link #LATER} instead and sends ({@link
  /// ServerRef#sendCall}). What a thread has of its own, such as thread locals, is the caller's.
  ///
  /// @throws io.tempelhof.core.term.mapping.UnmappableException if the type has no term form
  static <M> Startable brief(Class<M> type, Opening<M> opening) {
    return of(type, opening, true);
  }

  private static <M> Startable of(Class<M> type, Opening<M> opening, boolean brief) {
    TermMapping<M> understood = TermMapping.of(type);
    return Startable.of(self -> Serving.begin(self, brief, understood, opening));
  }

  /// A call: somebody waits for the answer.
  ///
  /// @return the answer, a value with a term form; {@link #LATER} if it comes later
  default Object handleCall(M request, From from) throws Exception {
    throw new UnhandledException();
  }

  /// A cast: nobody waits for an answer.
  default void handleCast(M request) throws Exception {
    throw new UnhandledException();
  }

  /// A process that this one monitors has ended.
  default void handleDown(Down down) throws Exception {
    handleInfo(TermMapping.toTerm(down));
  }

  /// A process that this one is linked to has ended, and it traps exits. The exit of the parent is
  /// not handled: it ends the server.
  default void handleExit(Exited exit) throws Exception {
    handleInfo(TermMapping.toTerm(exit));
  }

  /// Any other message.
  default void handleInfo(Term message) throws Exception {
    throw new UnhandledException();
  }

  /// What {@link ServerContext#continueWith} was given.
  default void handleContinue(Object next) throws Exception {
    throw new UnhandledException();
  }

  /// No message came for as long as {@link ServerContext#idleAfter(Duration)} said.
  default void handleTimeout() throws Exception {
    throw new UnhandledException();
  }

  /// The server ends, for this reason: it wants so itself, a handler threw, {@code sys:terminate}
  /// or {@code gen_server:stop} asked, or its parent has ended and it traps exits. Not called when
  /// an exit signal ends it. If this throws, that is the reason it ends with.
  default void terminate(Term reason) throws Exception {}

  /// The state to be shown by {@code sys:get_state}: a value with a term form. As long as a server
  /// does not say otherwise, its {@code toString()}.
  default Object state() {
    return toString();
  }

  /// Sets another state, of the form that {@link #state} shows, as {@code sys:replace_state} wants.
  ///
  /// @throws UnsupportedOperationException as long as a server does not say otherwise
  default void replaceState(Term state) {
    throw new UnsupportedOperationException(getClass().getName() + " sets no state from outside");
  }
}
