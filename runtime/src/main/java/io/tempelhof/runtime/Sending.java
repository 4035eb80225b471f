package io.tempelhof.runtime;

/// What a process says that may have to wait for room.
interface Sending {
  /// @throws InterruptedException if it was interrupted: nothing was said
  void run() throws InterruptedException;

  /// Repeats what an interrupt kept from being said, unless the interrupt was an exit signal.
  default void runAs(LocalProcess sender) {
    boolean interrupted = false;
    while (true) {
      try {
        run();
        break;
      } catch (InterruptedException e) {
        sender.checkExit();
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
