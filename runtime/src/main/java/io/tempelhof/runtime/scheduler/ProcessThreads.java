package io.tempelhof.runtime.scheduler;

import java.lang.reflect.Field;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Makes the threads of processes. They run on the scheduler of the JVM, unless it was started with
/// {@code -Dtempelhof.scheduler=own --add-opens=java.base/java.lang=ALL-UNNAMED}: then on {@link
/// Scheduler}, with as many workers as there are processors.
public final class ProcessThreads {
  /// The system property that says whose scheduler it is: {@code jvm} or {@code own}.
  public static final String PROPERTY = "tempelhof.scheduler";

  private static final String WHOSE = System.getProperty(PROPERTY, "jvm");
  private static final @Nullable String PROBLEM = problemOf(WHOSE, Scheduler.isAllowed());
  private static final boolean OWN = PROBLEM == null && WHOSE.equals("own");
  private static final ThreadFactory FACTORY =
      OWN
          ? on(new Scheduler(Runtime.getRuntime().availableProcessors())).factory()
          : plain().factory();

  private ProcessThreads() {}

  /// A thread, not started yet.
  public static Thread unstarted(Runnable task) {
    return FACTORY.newThread(task);
  }

  /// The calling process lets all others that can run go first, wherever they were woken.
  ///
  /// A core of the JVM's scheduler runs the threads woken by those it runs before any woken from
  /// elsewhere, be it by the network or by a timer. These would wait for ever while the others only
  /// talk to each other. There a process that steps aside is woken by a timer: so it comes back
  /// from elsewhere too.
  public static void stepAside(Object blocker) {
    if (OWN) {
      giveWay();
    } else {
      LockSupport.parkNanos(blocker, 1);
    }
  }

  /// The calling process lets those go first that wait for the same core.
  @SuppressWarnings("ThreadPriorityCheck") // whether they do changes how fast things go, no more
  public static void giveWay() {
    Thread.yield();
  }

  /// Why the scheduler that was asked for cannot be had, and what to do: then it is the JVM's.
  public static Optional<String> problem() {
    return Optional.ofNullable(PROBLEM);
  }

  static @Nullable String problemOf(String whose, boolean allowed) {
    return switch (whose) {
      case "jvm" -> null;
      case "own" ->
          allowed
              ? null
              : "-D"
                  + PROPERTY
                  + "=own needs --add-opens=java.base/java.lang=ALL-UNNAMED;"
                  + " start the JVM with both";
      default -> "-D" + PROPERTY + "=" + whose + " names no scheduler; say jvm or own";
    };
  }

  private static Thread.Builder.OfVirtual plain() {
    return Thread.ofVirtual().inheritInheritableThreadLocals(false);
  }

  /// What builds threads that run there. JDK 25 keeps to itself how that is said.
  static Thread.Builder.OfVirtual on(Scheduler scheduler) {
    Thread.Builder.OfVirtual builder = plain();
    try {
      Field its = builder.getClass().getDeclaredField("scheduler");
      its.setAccessible(true);
      its.set(builder, scheduler);
      return builder;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("JDK 25 has it", e);
    }
  }
}
