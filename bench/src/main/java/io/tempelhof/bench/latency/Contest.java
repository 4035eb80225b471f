package io.tempelhof.bench.latency;

import io.tempelhof.bench.ends.Ends;
import io.tempelhof.bench.ends.Field;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.util.function.Consumer;

/// Lets pairings run in turn and collects what each run shows.
public final class Contest implements AutoCloseable {
  /// Heap of a JVM for each MiB of a message: it is held as sent, as received and as read.
  private static final int HEAP_FACTOR = 12;

  private static final int HEAP_MIN_MEGABYTES = 512;

  private final LatencyPlan plan;
  private final Consumer<String> progress;
  private final Field field;

  /// @param progress takes a line now and then
  public Contest(LatencyPlan plan, Consumer<String> progress)
      throws IOException, InterruptedException, NodeStartException {
    this.plan = plan;
    this.progress = progress;
    this.field =
        new Field(OurMember.class, "bench_member", heapMegabytes(plan), plan.place(), progress);
  }

  /// The heap each JVM of ours may use, in MiB.
  public static int heapMegabytes(LatencyPlan plan) {
    return Math.max(HEAP_MIN_MEGABYTES, HEAP_FACTOR * plan.megabytes());
  }

  /// Runs all pairings; those with genuine nodes only where there are some.
  ///
  /// @throws IllegalStateException if an end does not do what it is told
  public LatencyFigures run() throws IOException, InterruptedException {
    return LatencyFigures.of(
        Field.inTurn(field.pairs(), plan.rounds(), this::run, Contest::words, progress));
  }

  private static String words(Round round) {
    return "%.1f s, %,d pings, p50 %.2f ms, p99 %.2f ms, max %.1f ms"
        .formatted(
            round.seconds(),
            round.pings(),
            round.p50Millis(),
            round.p99Millis(),
            round.maxMillis());
  }

  private Round run(Ends ends) throws IOException, InterruptedException {
    String load = " " + ((long) plan.megabytes() << 20) + " " + plan.transfers() + " ";
    ends.second().order("run " + ends.first().name() + load + 0);
    ends.first().order("run " + ends.second().name() + load + 1);
    ends.second().answer();
    return Round.read(ends.first().answer());
  }

  /// Ends all that was started.
  @Override
  public void close() throws IOException {
    field.close();
  }
}
