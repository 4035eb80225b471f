package io.tempelhof.testkit;

import io.tempelhof.core.term.Pid;
import io.tempelhof.runtime.ProcessExit;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs code of a test inside a process, and brings out what it gives or throws.
///
/// ```java
/// long balance =
///     InProcess.run(node.processes(), self -> till.call(self, new Balance("anna")));
/// ```
public final class InProcess {
  /// What is to be done in the process.
  @FunctionalInterface
  public interface Work<T> {
    /// Runs on the process's own thread.
    T run(Self self) throws Exception;
  }

  /// The same, without a value.
  @FunctionalInterface
  public interface Act {
    /// Runs on the process's own thread.
    void run(Self self) throws Exception;
  }

  private InProcess() {}

  /// Runs it in a new process and waits for its end, in real time.
  ///
  /// @return what it gives
  /// @throws AssertionError if it has no end in time, exits, or is ended by a signal; also with a
  ///   checked exception that it throws. Exceptions and errors that are unchecked come out as they
  ///   are
  public static <T> T run(Processes processes, Work<T> work) {
    return run(processes, Patience.DEFAULT, work);
  }

  /// The same, for at most this long.
  public static <T> T run(Processes processes, Duration patience, Work<T> work) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    Pid pid = processes.spawn(self -> perform(work, self, outcome));
    return await(outcome, patience, () -> Words.process(processes, pid));
  }

  /// Likewise, what gives no value.
  public static void act(Processes processes, Act act) {
    boolean _ = run(processes, Patience.DEFAULT, asWork(act));
  }

  static Work<Boolean> asWork(Act act) {
    return self -> {
      act.run(self);
      return true;
    };
  }

  /// On the process's thread: what becomes of the work is the outcome.
  static <T> void perform(Work<T> work, Self self, CompletableFuture<T> outcome) {
    try {
      outcome.complete(work.run(self));
    } catch (ProcessExit exit) {
      outcome.completeExceptionally(exit);
      throw exit;
    } catch (Throwable thrown) {
      outcome.completeExceptionally(thrown);
    }
  }

  /// What is asked only when it is too late.
  interface State {
    String text();
  }

  static <T> T await(CompletableFuture<T> outcome, Duration patience, State state) {
    try {
      return outcome.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(
          "the code of the test has no end within "
              + Patience.text(patience)
              + ": process "
              + state.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while code of the test ran in " + state.text());
    } catch (ExecutionException e) {
      throw thrown(e.getCause() == null ? e : e.getCause());
    }
  }

  private static AssertionError thrown(Throwable cause) {
    return switch (cause) {
      case ProcessExit exit ->
          new AssertionError(
              "the code of the test ended its process: exit reason " + exit.reason(), exit);
      case RuntimeException unchecked -> throw awaitedHere(unchecked);
      case Error error -> throw awaitedHere(error);
      default -> new AssertionError("the code of the test threw " + cause, cause);
    };
  }

  private static <E extends Throwable> E awaitedHere(E thrown) {
    thrown.addSuppressed(new Throwable("the test waited here for its code in a process"));
    return thrown;
  }
}
