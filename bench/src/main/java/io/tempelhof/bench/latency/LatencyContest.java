package io.tempelhof.bench.latency;

import io.tempelhof.bench.ends.Bar;
import io.tempelhof.bench.ends.Contest;
import io.tempelhof.bench.ends.Ends;
import io.tempelhof.bench.ends.Field;
import io.tempelhof.bench.ends.Limit;
import io.tempelhof.bench.ends.Pairing;
import io.tempelhof.bench.ends.Programs;
import io.tempelhof.bench.ends.Rival;
import io.tempelhof.bench.ends.Scores;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Lets pairings run in turn and collects what each run shows.
public final class LatencyContest implements Contest<Pairing> {
  /// The slowest ping between two of ours may take so long.
  private static final double MILLIS_MAX = 1_000;

  private static final String P99 = "ping, 99th percentile, ms";
  private static final String SLOWEST = "ping, slowest, ms";

  private static final List<Bar<Pairing>> BARS =
      List.of(Bar.atMost(P99, Pairing.OURS_OURS, 1.5, Pairing.ERL_ERL));

  /// Heap of a JVM for each MiB of a message: it is held as sent, as received and as read.
  private static final int HEAP_FACTOR = 12;

  private static final int HEAP_MIN_MEGABYTES = 512;

  private final LatencyPlan plan;
  private final Field field;

  /// @param against who else is to compete
  /// @param progress takes a line now and then
  public LatencyContest(LatencyPlan plan, Set<Rival> against, Consumer<String> progress)
      throws IOException, InterruptedException, NodeStartException {
    this.plan = plan;
    Programs programs = Programs.of(OurMember.class, "bench_member", heapMegabytes(plan));
    this.field = new Field(programs, against, plan.place(), progress);
  }

  /// The heap each JVM of ours may use, in MiB.
  public static int heapMegabytes(LatencyPlan plan) {
    return Math.max(HEAP_MIN_MEGABYTES, HEAP_FACTOR * plan.megabytes());
  }

  @Override
  public Scores<Pairing> run() throws IOException, InterruptedException {
    Scores<Pairing> scores = new Scores<>();
    field.inTurn(field.pairs(), plan.rounds(), this::run, scores);
    return scores;
  }

  private Map<String, Double> run(Ends ends) throws IOException, InterruptedException {
    String load = " " + ((long) plan.megabytes() << 20) + " " + plan.transfers() + " ";
    ends.second().order("run " + ends.first().name() + load + 0);
    ends.first().order("run " + ends.second().name() + load + 1);
    ends.second().answer();
    Round round = Round.read(ends.first().answer());
    Map<String, Double> shown = new LinkedHashMap<>();
    shown.put("ping, median, ms", round.p50Millis());
    shown.put(P99, round.p99Millis());
    shown.put(SLOWEST, round.maxMillis());
    shown.put("MiB/s each way", plan.megabytes() * plan.transfers() / round.seconds());
    return shown;
  }

  @Override
  public List<Bar<Pairing>> bars() {
    return BARS;
  }

  @Override
  public List<Limit<Pairing>> limits() {
    return List.of(new Limit<>(SLOWEST, Pairing.OURS_OURS, MILLIS_MAX, true));
  }

  @Override
  public void close() throws IOException {
    field.close();
  }
}
