package io.tempelhof.runtime;

import java.util.concurrent.CompletableFuture;

/// An errand and who waits for it. That is never in vain: also a process that is ended before it
/// has begun keeps nobody waiting.
record Promise<T>(Errand<T> errand, CompletableFuture<T> done) implements Body {

  @Override
  public void run(Self self) {
    try {
      done.complete(errand.run(self));
    } catch (Exception e) {
      done.completeExceptionally(e);
    }
  }

  /// The process has ended.
  void over() {
    done.cancel(false);
  }
}
