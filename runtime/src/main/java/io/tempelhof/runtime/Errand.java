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
    CompletableFuture<T> done = new CompletableFuture<>();
    processes.spawn(self -> {
      try {
        done.complete(errand.run(self));
      } catch (Exception e) {
        done.completeExceptionally(e);
      } finally {
        done.cancel(false);
      }
    });
    return done.get();
  }
}
