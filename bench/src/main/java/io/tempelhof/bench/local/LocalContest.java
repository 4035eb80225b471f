package io.tempelhof.bench.local;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.bench.ends.Contestant;
import io.tempelhof.bench.ends.Field;
import io.tempelhof.bench.ends.Member;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Lets ours and an {@code erl} run each workload in turn.
public final class LocalContest implements AutoCloseable {
  /// The heap of our JVM.
  public static final int HEAP_MEGABYTES = 2_048;

  private final LocalPlan plan;
  private final Consumer<String> progress;
  private final Field field;

  /// @param progress takes a line now and then
  public LocalContest(LocalPlan plan, Consumer<String> progress)
      throws IOException, InterruptedException, NodeStartException {
    this.plan = plan;
    this.progress = progress;
    this.field =
        new Field(LocalMember.class, "bench_local", HEAP_MEGABYTES, plan.place(), progress);
  }

  /// Runs all workloads; {@code erl} only where there is one.
  ///
  /// @throws IllegalStateException if a member does not do what it is told
  public LocalFigures run() throws IOException, InterruptedException {
    Map<Contestant, Member> members = field.alone();
    Map<Workload, Map<Contestant, List<Double>>> rates = new EnumMap<>(Workload.class);
    for (Workload workload : Workload.values()) {
      progress.accept(workload.toString());
      rates.put(
          workload,
          Field.inTurn(
              members,
              plan.rounds(),
              member -> rate(member, workload),
              rate -> format(ROOT, "%,.0f a second", rate),
              progress));
    }
    return LocalFigures.of(rates);
  }

  private double rate(Member member, Workload workload) throws IOException, InterruptedException {
    member.order(workload.order(plan.seconds()));
    return Double.parseDouble(member.answer());
  }

  /// Ends all that was started.
  @Override
  public void close() throws IOException {
    field.close();
  }
}
