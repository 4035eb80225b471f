package io.tempelhof.runtime;

import java.util.Optional;

/// How a process takes a message, so that whoever asks it can have that done on its own thread.
@FunctionalInterface
public interface Handling {
  /// Takes a message as the process, which sleeps meanwhile, on the thread of another.
  ///
  /// @return whether the process may sleep on; otherwise it must look at itself
  /// @throws Exception which the process then throws
  boolean take(GenMessage message) throws Exception;

  /// Waits for the next message. Meanwhile whoever {@link Question#callWaiting asks} this process
  /// on this node may take the question itself, which spares waking two threads. What it runs may
  /// do all that the process may but wait for messages.
  ///
  /// @param handling the same each time
  /// @return empty if somebody has said that this process must look at itself
  /// @throws Exception what somebody has thrown who took a message
  static Optional<GenMessage> receive(Self self, Handling handling) throws Exception {
    self.enter();
    return Optional.ofNullable(self.process.inbox().receive(handling));
  }
}
