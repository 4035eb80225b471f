package io.tempelhof.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Something a thread outside all processes wants done inside one.
@FunctionalInterface
public interface Errand<T> {
  /// Runs in a process of its own.
  T run(Self self) throws Exception;

  /// Has it done and waits for what it gives.
  ///
  /// @throws ExecutionException if it throws; the cause says what
  /// @throws java.util.concurrent.CancellationException if its process was ended
  /// @throws InterruptedException if the thread was interrupted while it waited: it may be done
  ///   nonetheless
  static <T> T run(Processes processes, Errand<T> errand)
      throws InterruptedException, ExecutionException {
    return start(processes, errand).get();
  }

  /// Has it done.
  ///
  /// @return what comes of it: what it gives or throws; cancelled if its process was ended
  static <T> CompletableFuture<T> start(Processes processes, Errand<T> errand) {
    CompletableFuture<T> done = new CompletableFuture<>();
    processes.spawn(new Promise<>(errand, done));
    return done;
  }
}
