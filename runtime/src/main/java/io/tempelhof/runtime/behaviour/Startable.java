package io.tempelhof.runtime.behaviour;

import io.tempelhof.core.term.Pid;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// How a process is started so that whoever starts it learns whether it came up: it first runs its
/// {@link Init}, then says that it is ready, then goes on. What OTP's {@code proc_lib:start_link}
/// is to every behaviour.
///
/// It can be started again and again; each time is a process of its own, with a fresh state.
///
/// @param name registered for the process before its init runs; null for none
/// @param timeout how long its init may take; one that takes longer is killed
/// @param init what it begins with
public record Startable(@Nullable String name, Duration timeout, Init init) {
  /// As good as no limit at all.
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  static final ScopedValue<Pid> PARENT = ScopedValue.newInstance();

  /// Whom the process is linked to that an {@link Init} is just beginning; empty if it is started
  /// without a link. Of use on the thread of the init, while that runs.
  public static Optional<Pid> parent() {
    return PARENT.isBound() ? Optional.of(PARENT.get()) : Optional.empty();
  }

  /// What a process does before it is ready.
  @FunctionalInterface
  public interface Init {
    /// Runs on the process's own thread.
    ///
    /// @return what the process does from then on
    /// @throws IgnoredException if it is not needed: it ends {@code normal}
    /// @throws Exception if it cannot start: that is its exit reason
    Body begin(Self self) throws Exception;
  }

  public Startable {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("the time to start must be positive");
    }
  }

  /// Without a name, and with as much time as it needs.
  public static Startable of(Init init) {
    return new Startable(null, FOR_EVER, init);
  }

  /// A process that is ready as soon as it lives.
  public static Startable process(Body body) {
    return of(_ -> body);
  }

  /// The same under a name.
  public Startable named(String name) {
    return new Startable(name, timeout, init);
  }

  /// The same, killed when its init takes longer.
  public Startable within(Duration timeout) {
    return new Startable(name, timeout, init);
  }

  /// Starts it linked to the process that calls, and waits until it is ready. The link stands from
  /// its first moment; one that fails to start is unlinked before it ends.
  ///
  /// @throws IgnoredException if its init says it is not needed
  /// @throws StartException if it did not come up: by then it has ended, and its name is free
  public Pid startLink(Self parent) throws StartException {
    return Launch.await(this, parent, true);
  }

  /// Starts it without a link, otherwise as {@link #startLink}.
  public Pid start(Self starter) throws StartException {
    return Launch.await(this, starter, false);
  }

  /// Starts it from outside all processes, without a link, otherwise as {@link #startLink}.
  ///
  /// @throws InterruptedException if the thread was interrupted while it waited: the process may
  ///   come up nonetheless
  public Pid start(Processes processes) throws StartException, InterruptedException {
    try {
      return Errand.run(processes, this::start);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StartException refused) {
        throw refused.again();
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
