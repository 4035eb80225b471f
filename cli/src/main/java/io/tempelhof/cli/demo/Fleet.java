package io.tempelhof.cli.demo;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.demo.Report.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// The JVMs of a demo. Closing it ends them all, also from another thread while one is just being
/// started.
final class Fleet implements AutoCloseable {
  /// The exit code of a program that has followed SIGTERM.
  private static final int TERMINATED = 143;

  /// Below that no class that is loaded leads to a full collection: it would stop all nodes of a
  /// JVM for 0.3 s, some of them just when deaths are to be told.
  private static final int METASPACE_MEGABYTES = 64;

  private final int coresEach;
  private final List<ChildJvm> jvms = new ArrayList<>();
  private final List<ChildJvm> stopped = new ArrayList<>();
  private final List<Complaints> complaints = new ArrayList<>();
  private boolean closed;

  /// @param size how many JVMs share this machine
  Fleet(int size) {
    coresEach = Math.max(1, Runtime.getRuntime().availableProcessors() / size);
  }

  /// Starts another JVM.
  ///
  /// @param shown takes what it has to complain of
  /// @throws CommandFailure if the fleet has been closed
  void launch(int number, int heapMegabytes, boolean verbose, Consumer<String> shown) {
    synchronized (jvms) {
      if (closed) {
        throw CommandFailure.unavailable("stopped");
      }
      try {
        Process process = new ProcessBuilder(command(heapMegabytes, verbose)).start();
        Complaints heard = new Complaints(number, verbose, shown);
        complaints.add(heard);
        jvms.add(new ChildJvm(number, process, heard));
      } catch (IOException e) {
        throw CommandFailure.unavailable("JVM " + number + " cannot be started: " + e.getMessage());
      }
    }
  }

  /// The same Java and class path as this one's. The serial collector: nodes of a demo leave little
  /// garbage, and its threads and tables cost least. The first compiler alone, for the same reason;
  /// it may inline as deeply as the last one would. Each JVM has its share of the cores: threads
  /// beyond that only wake each other.
  private List<String> command(int heapMegabytes, boolean verbose) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    command.add("-Xmn" + heapMegabytes * 2 / 5 + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:MetaspaceSize=" + METASPACE_MEGABYTES + "m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:C1MaxInlineLevel=15");
    command.add("-XX:C1InlineStackLimit=20");
    command.add("-XX:ActiveProcessorCount=" + coresEach);
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(DemoJvm.class.getName());
    if (verbose) {
      command.add(DemoJvm.VERBOSE);
    }
    return command;
  }

  List<ChildJvm> jvms() {
    synchronized (jvms) {
      return List.copyOf(jvms);
    }
  }

  /// Gives the order to each JVM, all at once, and waits until all have carried it out.
  void order(Order order) throws InterruptedException {
    order(_ -> order);
  }

  /// The same with an order for each.
  void order(Function<ChildJvm, Order> orders) throws InterruptedException {
    List<ChildJvm> all = jvms();
    all.forEach(jvm -> jvm.order(orders.apply(jvm)));
    for (ChildJvm jvm : all) {
      jvm.answer(Report.Done.class);
    }
  }

  /// What there is to see in all of them.
  Snapshot look() throws InterruptedException {
    List<ChildJvm> all = jvms();
    all.forEach(jvm -> jvm.order(new Order.Look()));
    List<Sample> samples = new ArrayList<>();
    for (ChildJvm jvm : all) {
      samples.add(jvm.answer(Sample.class));
    }
    return new Snapshot(System.nanoTime(), ThisProcess.cpuNanos(), List.copyOf(samples));
  }

  /// Warnings of all JVMs, living or not, that were not shown.
  long hiddenWarnings() {
    synchronized (jvms) {
      return complaints.stream().mapToLong(Complaints::hidden).sum();
    }
  }

  /// Ends one JVM without warning and forgets it.
  void kill(ChildJvm jvm) throws InterruptedException {
    synchronized (jvms) {
      jvms.remove(jvm);
    }
    jvm.kill();
    var _ = jvm.awaitEnd();
  }

  /// Lets one JVM end in good order and forgets it.
  ///
  /// @throws CommandFailure if that is not how it ended
  void end(ChildJvm jvm) throws InterruptedException {
    synchronized (jvms) {
      jvms.remove(jvm);
    }
    jvm.terminate();
    int code = jvm.awaitEnd();
    if (code != TERMINATED) {
      throw CommandFailure.unavailable(
          "JVM %d ended with exit code %d when asked to".formatted(jvm.number(), code));
    }
  }

  /// The one of that number.
  ChildJvm jvm(int number) {
    return jvms().stream().filter(jvm -> jvm.number() == number).findFirst().orElseThrow();
  }

  /// Makes one JVM stand still; it gets no orders until it goes on.
  void stop(ChildJvm jvm) {
    synchronized (jvms) {
      if (!closed) {
        jvm.stop();
        jvms.remove(jvm);
        stopped.add(jvm);
      }
    }
  }

  /// Lets a stopped JVM go on.
  void goOn(ChildJvm jvm) {
    synchronized (jvms) {
      jvm.goOn();
      if (stopped.remove(jvm)) {
        jvms.add(jvm);
      }
    }
  }

  /// Ends them all at once.
  @Override
  public void close() {
    synchronized (jvms) {
      closed = true;
      jvms.forEach(ChildJvm::kill);
      stopped.forEach(ChildJvm::kill);
    }
  }
}
