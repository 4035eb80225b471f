package io.tempelhof.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Whose turn it is to run a process that may be run on the threads of others while it sleeps
/// ({@link Handling#receive}): nobody's, its own, or another's.
///
/// Only whoever has the turn may call anything but {@link #take} and what anybody may ask; what it
/// did is seen by whoever has it next.
final class Lease {
  private static final int OWN = 0;
  private static final int FREE = 1;
  private static final int TAKEN = 2;
  private static final VarHandle TURN;

  static {
    try {
      TURN = MethodHandles.lookup().findVarHandle(Lease.class, "turn", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Handling handling;
  private volatile int turn = OWN;

  /// Who runs the process in its place, while somebody does.
  private @Nullable Thread other;

  /// The process must look at itself.
  private boolean called;

  private @Nullable Throwable failure;

  Lease(Handling handling) {
    this.handling = handling;
  }

  // The process itself.

  /// It sleeps from now on.
  void offer() {
    turn = FREE;
  }

  /// It goes on.
  ///
  /// @return false if another still has the turn
  boolean takeBack() {
    return turn == OWN || TURN.compareAndSet(this, FREE, OWN);
  }

  /// Whether another has said that the process must look at itself; throws what it has thrown.
  boolean wasCalled() throws Exception {
    Throwable thrown = failure;
    failure = null;
    switch (thrown) {
      case null -> {}
      case Exception exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException(thrown);
    }
    boolean was = called;
    called = false;
    return was;
  }

  // Another.

  /// Takes the turn, if the process sleeps and nobody has it.
  boolean take() {
    return turn == FREE && TURN.compareAndSet(this, FREE, TAKEN);
  }

  /// Handles a message on the calling thread.
  ///
  /// @return whether the process may sleep on
  boolean handle(GenMessage message) {
    other = Thread.currentThread();
    try {
      called = !handling.take(message);
    } catch (Throwable thrown) {
      failure = thrown;
      called = true;
    } finally {
      other = null;
    }
    return !called;
  }

  /// Gives the turn back.
  ///
  /// @param sleeping whether the process sleeps on; otherwise it must be woken
  void giveBack(boolean sleeping) {
    turn = sleeping ? FREE : OWN;
  }

  // Anybody.

  /// Whether the process sleeps, and nobody has the turn.
  boolean isFree() {
    return turn == FREE;
  }

  /// Whether another has the turn.
  boolean isTaken() {
    return turn == TAKEN;
  }

  /// Whether it is this thread that runs the process in its place.
  boolean isOn(Thread thread) {
    return other == thread;
  }
}
