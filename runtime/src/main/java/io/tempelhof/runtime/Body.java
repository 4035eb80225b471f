package io.tempelhof.runtime;

/// What a process does. The process ends when it returns (reason {@code normal}) or throws (a
/// crash: see {@link Crash} for the reason).
@FunctionalInterface
public interface Body {
  /// Runs on the process's own virtual thread and may block.
  ///
  /// @param self the process's handle on itself; of no use on any other thread
  void run(Self self) throws Exception;
}
