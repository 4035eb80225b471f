package io.tempelhof.bench.remote;

import io.tempelhof.bench.ends.Ends;
import io.tempelhof.bench.ends.Field;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.util.function.Consumer;

/// Lets pairings run in turn: round trips, then the messages of one sender, then those of several.
public final class RemoteContest implements AutoCloseable {
  /// The heap of each JVM of ours.
  public static final int HEAP_MEGABYTES = 512;

  private final RemotePlan plan;
  private final Consumer<String> progress;
  private final Field field;

  /// @param progress takes a line now and then
  public RemoteContest(RemotePlan plan, Consumer<String> progress)
      throws IOException, InterruptedException, NodeStartException {
    this.plan = plan;
    this.progress = progress;
    this.field =
        new Field(RemoteMember.class, "bench_remote", HEAP_MEGABYTES, plan.place(), progress);
  }

  /// Runs all pairings; those with genuine nodes only where there are some.
  ///
  /// @throws IllegalStateException if an end does not do what it is told
  public RemoteFigures run() throws IOException, InterruptedException {
    return RemoteFigures.of(
        Field.inTurn(field.pairs(), plan.rounds(), this::run, RemoteContest::words, progress),
        plan);
  }

  private static String words(RemoteRound round) {
    return "%,d trips, p50 %.1f us, p99 %.1f us; %,.0f and %,.0f messages/s"
        .formatted(
            round.trips(),
            round.p50Micros(),
            round.p99Micros(),
            round.oneSender(),
            round.manySenders());
  }

  private RemoteRound run(Ends ends) throws IOException, InterruptedException {
    String other = ends.second().name();
    return RemoteRound.read(
        ask(ends, "trips " + other + " " + plan.seconds()),
        ask(ends, "flood " + other + " 1 " + plan.seconds()),
        ask(ends, "flood " + other + " " + plan.senders() + " " + plan.seconds()));
  }

  private static String ask(Ends ends, String order) throws IOException, InterruptedException {
    ends.first().order(order);
    return ends.first().answer();
  }

  /// Ends all that was started.
  @Override
  public void close() throws IOException {
    field.close();
  }
}
