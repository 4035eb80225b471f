package io.tempelhof.runtime;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The processes of one node, for a test, and what a test does with them.
public final class Stage implements AutoCloseable {
  public static final NodeName NODE = NodeName.of("here@localhost");
  public static final int CREATION = 7;

  /// Long enough never to decide a test that passes.
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  public final Processes processes;

  public Stage(boolean encodeLocal) {
    this(Remote.NONE, Options.DEFAULT.withEncodeLocal(encodeLocal));
  }

  public Stage(Remote remote, Options options) {
    processes = new Processes(NODE, CREATION, remote, options);
  }

  /// What a test wants done inside a process.
  public interface Act<T> {
    T in(Self self) throws Exception;
  }

  /// Runs in a new process and waits for what it gives; an exit or failure inside fails the test.
  public <T> T run(Act<T> act) throws Exception {
    return get(start(act));
  }

  /// Runs in a new process.
  public <T> CompletableFuture<T> start(Act<T> act) {
    var result = new CompletableFuture<T>();
    processes.spawn(self -> {
      try {
        result.complete(act.in(self));
      } catch (Throwable t) {
        result.completeExceptionally(t);
      }
    });
    return result;
  }

  public static <T> T get(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  public static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not so within " + PATIENCE);
      }
      LockSupport.parkNanos(200_000);
    }
  }

  /// Waits until this process is in the middle of something: waiting for a message or sleeping.
  public static void awaitBlocked(Thread thread) {
    await(() ->
        thread.getState() == Thread.State.WAITING
            || thread.getState() == Thread.State.TIMED_WAITING);
  }

  /// A process that does nothing but wait to be ended.
  public static void idle(Self self) {
    self.receive(Pattern.term(_ -> false));
  }

  /// Waits without heed of interrupts, as a process does that computes for long.
  public static void heedless(CountDownLatch end) {
    while (true) {
      try {
        end.await();
        return;
      } catch (InterruptedException _) {
        // That is the point.
      }
    }
  }

  /// The reason with which a process ends.
  Term reasonOf(Pid pid) throws Exception {
    return run(self -> {
      Ref ref = self.monitor(pid);
      return self.receive(Pattern.of(Down.class).where(d -> d.ref().equals(ref))).reason();
    });
  }

  public long dropped(Dropped why) {
    return processes.snapshot().dropped().getOrDefault(why, -1L);
  }

  @Override
  public void close() {
    processes.close();
  }
}
