package io.tempelhof.bench.cluster;

import io.tempelhof.bench.ends.Bar;
import io.tempelhof.bench.ends.Contest;
import io.tempelhof.bench.ends.Field;
import io.tempelhof.bench.ends.Limit;
import io.tempelhof.bench.ends.Place;
import io.tempelhof.bench.ends.Proc;
import io.tempelhof.bench.ends.Programs;
import io.tempelhof.bench.ends.Rival;
import io.tempelhof.bench.ends.Scores;
import io.tempelhof.bench.ends.Scratch;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Makes a cluster of each formation in turn, looks at it, and ends it.
public final class ClusterContest implements Contest<Formation> {
  private static final String SOME = "until each has joined and heard from some others, s";
  private static final String EVERYBODY = "until everybody has heard from everybody, s";
  private static final String CONNECTIONS = "connections of an idle node";
  private static final String FRAMES = "frames an idle node sends a second";
  private static final String BYTES = "bytes an idle node sends a second";
  private static final String CPU = "processor time of an idle node, ms a second";
  private static final String SHARE = "memory of an idle node, MiB";
  private static final String RESIDENT = "resident memory of all nodes, MiB";
  private static final String DESCRIPTORS = "descriptors of all nodes";
  private static final String CALL = "call, median, us";
  private static final String CALL_P99 = "call, 99th percentile, us";

  /// What all nodes in one JVM may take.
  private static final double RESIDENT_MAX = 256;

  private static final double DESCRIPTORS_MAX = 20_000;

  private static final List<Bar<Formation>> BARS =
      List.of(
          Bar.atMost(SOME, Formation.OURS, 1.0, Formation.ERL),
          Bar.atMost(EVERYBODY, Formation.OURS, null, Formation.ERL),
          Bar.atMost(FRAMES, Formation.OURS, 1.0, Formation.ERL),
          Bar.atMost(FRAMES, Formation.OURS, 1.0, Formation.ERL_ATTENTIVE),
          Bar.atMost(CPU, Formation.OURS, 1.0, Formation.ERL),
          Bar.atMost(CPU, Formation.OURS, 1.0, Formation.ERL_ATTENTIVE),
          Bar.atMost(SHARE, Formation.OURS, null, Formation.ERL),
          Bar.atMost(CPU, Formation.MANY, 1.5, Formation.FEW),
          Bar.atMost(BYTES, Formation.MANY, 1.5, Formation.FEW),
          Bar.atMost(CALL_P99, Formation.SPARSE, 1.0, Formation.MESH));

  private final ClusterPlan plan;
  private final Field field;
  private final Rehearsal rehearsal;

  /// @param against who else is to compete
  /// @param progress takes a line now and then
  public ClusterContest(ClusterPlan plan, Set<Rival> against, Consumer<String> progress)
      throws IOException, InterruptedException, NodeStartException {
    this.plan = plan;
    Programs programs = Programs.of(ClusterMember.class, "bench_cluster", 512);
    this.field = new Field(programs, against, Place.FREE, progress);
    this.rehearsal = new Rehearsal(new Scratch());
  }

  @Override
  public Scores<Formation> run() throws IOException, InterruptedException {
    Map<Formation, Formation> all = new EnumMap<>(Formation.class);
    for (Formation formation : Formation.values()) {
      Rival rival = formation.rival();
      if (rival == null || field.competes(rival)) {
        all.put(formation, formation);
      }
    }
    Scores<Formation> scores = new Scores<>();
    rehearsal.hold(field);
    field.afresh(all, plan.rounds(), this::look, scores);
    return scores;
  }

  private Map<String, Double> look(Formation formation) throws IOException, InterruptedException {
    return switch (formation) {
      case ERL, ERL_ATTENTIVE, OURS -> apart(formation);
      case FEW -> together(formation, plan.few());
      case MANY -> together(formation, plan.many());
      case SPARSE, MESH -> calling(formation);
    };
  }

  /// A process for each node.
  private Map<String, Double> apart(Formation formation) throws IOException, InterruptedException {
    try (Herd herd = Herd.apart(field, formation, plan.nodes(), rehearsal.options())) {
      Map<String, Double> shown = new LinkedHashMap<>();
      long begin = System.nanoTime();
      herd.order("join " + plan.nodes());
      herd.order("ask " + plan.some() + " " + plan.nodes());
      shown.put(SOME, secondsSince(begin));
      herd.order("ask " + (plan.nodes() - 1) + " " + plan.nodes());
      shown.put(EVERYBODY, secondsSince(begin));
      herd.order("settle");
      idle(herd, shown);
      shown.put(SHARE, herd.sum(Proc::shareMegabytes) / plan.nodes());
      return shown;
    }
  }

  private Map<String, Double> together(Formation formation, int nodes)
      throws IOException, InterruptedException {
    try (Herd herd = Herd.together(field, formation, nodes, rehearsal.options())) {
      Map<String, Double> shown = new LinkedHashMap<>();
      herd.order("join " + nodes);
      herd.order("settle");
      idle(herd, shown);
      shown.put(RESIDENT, herd.sum(Proc::residentMegabytes));
      shown.put(DESCRIPTORS, herd.sum(Proc::descriptors));
      return shown;
    }
  }

  private void idle(Herd herd, Map<String, Double> shown) throws IOException, InterruptedException {
    LockSupport.parkNanos((long) (plan.restSeconds() * 1e9));
    Herd.Reading before = herd.read();
    LockSupport.parkNanos((long) (plan.seconds() * 1e9));
    Herd.Reading after = herd.read();
    double nodeSeconds = herd.nodes() * (after.atNanos() - before.atNanos()) / 1e9;
    shown.put(CONNECTIONS, (double) after.connections() / herd.nodes());
    shown.put(FRAMES, (after.frames() - before.frames()) / nodeSeconds);
    shown.put(BYTES, (after.bytes() - before.bytes()) / nodeSeconds);
    shown.put(CPU, (after.cpuSeconds() - before.cpuSeconds()) * 1e3 / nodeSeconds);
  }

  private Map<String, Double> calling(Formation formation)
      throws IOException, InterruptedException {
    try (Herd herd = Herd.together(field, formation, plan.nodes(), rehearsal.options())) {
      herd.order(formation == Formation.MESH ? "mesh" : "join " + plan.nodes());
      herd.order("call " + plan.seconds());
      String[] micros = herd.order("call " + plan.seconds()).getFirst().split(" ", -1);
      Map<String, Double> shown = new LinkedHashMap<>();
      shown.put(CALL, Double.parseDouble(micros[0]));
      shown.put(CALL_P99, Double.parseDouble(micros[1]));
      return shown;
    }
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  @Override
  public List<Bar<Formation>> bars() {
    return BARS;
  }

  @Override
  public List<Limit<Formation>> limits() {
    return List.of(
        new Limit<>(RESIDENT, Formation.MANY, RESIDENT_MAX, false),
        new Limit<>(DESCRIPTORS, Formation.MANY, DESCRIPTORS_MAX, false));
  }

  @Override
  public void close() throws IOException {
    field.close();
    rehearsal.close();
  }
}
