package io.tempelhof.runtime.scheduler;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/// Makes the threads of processes. They run on the scheduler of the JVM, unless it was started with
/// {@code -Dtempelhof.scheduler=own --add-opens=java.base/java.lang=ALL-UNNAMED}: then on {@link
/// Scheduler}, with as many workers as there are processors.
public final class ProcessThreads {
  /// The system property that says whose scheduler it is: {@code jvm} or {@code own}.
  public static final String PROPERTY = "tempelhof.scheduler";

  private static final String WHOSE = System.getProperty(PROPERTY, "jvm");
  private static final boolean OWN = WHOSE.equals("own");
  private static final ThreadFactory FACTORY = factory();

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

  private static ThreadFactory factory() {
    return switch (WHOSE) {
      case "jvm" -> plain().factory();
      case "own" -> on(new Scheduler(Runtime.getRuntime().availableProcessors())).factory();
      default ->
          throw new IllegalStateException(
              "-D" + PROPERTY + "=" + WHOSE + " names no scheduler; say jvm or own");
    };
  }

  private static Thread.Builder.OfVirtual plain() {
    return Thread.ofVirtual().inheritInheritableThreadLocals(false);
  }

  /// What builds threads that run there. JDK 25 keeps to itself how that is said.
  ///
  /// @throws IllegalStateException if the JVM does not let us
  static Thread.Builder.OfVirtual on(Scheduler scheduler) {
    Thread.Builder.OfVirtual builder = plain();
    try {
      Field its = builder.getClass().getDeclaredField("scheduler");
      its.setAccessible(true);
      its.set(builder, scheduler);
      return builder;
    } catch (InaccessibleObjectException | ReflectiveOperationException e) {
      throw Scheduler.notLet(e);
    }
  }
}
