package io.tempelhof.bench.local;

import io.tempelhof.bench.ends.Bar;
import io.tempelhof.bench.ends.Contest;
import io.tempelhof.bench.ends.Contestant;
import io.tempelhof.bench.ends.Field;
import io.tempelhof.bench.ends.Member;
import io.tempelhof.bench.ends.Programs;
import io.tempelhof.bench.ends.Rival;
import io.tempelhof.bench.ends.Scores;
import io.tempelhof.bench.ends.TimedPlan;
import io.tempelhof.bench.pekko.PekkoLocal;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Lets ours and others run each workload in turn.
public final class LocalContest implements Contest<Contestant> {
  private static final List<Bar<Contestant>> BARS =
      List.of(
          against(Workload.PING_PONG, Contestant.OURS, 0.45, Contestant.ERL),
          against(Workload.PING_PONG, Contestant.OURS_SCHEDULED, 1.0, Contestant.ERL),
          Bar.atLeast(Workload.CALL.toString(), Contestant.OURS, null, Contestant.ERL),
          against(Workload.BRIEF, Contestant.OURS, 3.0, Contestant.ERL),
          against(Workload.BRIEF, Contestant.OURS, 0.7, Contestant.PEKKO),
          Bar.atLeast(Workload.BACKLOG.toString(), Contestant.OURS, null, Contestant.ERL),
          against(Workload.SENDERS, Contestant.OURS, 3.0, Contestant.ERL),
          against(Workload.SENDERS, Contestant.OURS, 1.0, Contestant.PEKKO),
          against(Workload.RING, Contestant.OURS, 0.85, Contestant.ERL),
          against(Workload.SPAWN, Contestant.OURS, 1.5, Contestant.ERL),
          against(Workload.SPAWN, Contestant.OURS, 4.0, Contestant.PEKKO));

  /// What each runs, with the heap of the JVMs.
  public static final Programs PROGRAMS =
      Programs.of(LocalMember.class, "bench_local", 2_048).andPekko(PekkoLocal.class);

  private final TimedPlan plan;
  private final Consumer<String> progress;
  private final Field field;

  /// @param against who else is to compete
  /// @param progress takes a line now and then
  public LocalContest(TimedPlan plan, Set<Rival> against, Consumer<String> progress)
      throws IOException, InterruptedException, NodeStartException {
    this.plan = plan;
    this.progress = progress;
    this.field = new Field(PROGRAMS, against, plan.place(), progress);
  }

  private static Bar<Contestant> against(
      Workload workload, Contestant ours, double times, Contestant other) {
    return Bar.atLeast(workload.toString(), ours, times, other);
  }

  @Override
  public Scores<Contestant> run() throws IOException, InterruptedException {
    Map<Contestant, Member> members = field.alone(EnumSet.allOf(Contestant.class));
    Scores<Contestant> scores = new Scores<>();
    for (Workload workload : Workload.values()) {
      progress.accept(workload.toString());
      Map<Contestant, Member> able = new EnumMap<>(members);
      if (workload == Workload.BACKLOG) {
        able.remove(Contestant.PEKKO);
      }
      field.inTurn(
          able,
          plan.rounds(),
          member -> Map.of(workload.toString(), rate(member, workload)),
          scores);
    }
    return scores;
  }

  private double rate(Member member, Workload workload) throws IOException, InterruptedException {
    member.order(workload.order(plan.seconds()));
    return Double.parseDouble(member.answer());
  }

  @Override
  public List<Bar<Contestant>> bars() {
    return BARS;
  }

  @Override
  public void close() throws IOException {
    field.close();
  }
}
