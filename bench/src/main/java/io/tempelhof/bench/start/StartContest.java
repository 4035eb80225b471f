package io.tempelhof.bench.start;

import io.tempelhof.bench.ends.Bar;
import io.tempelhof.bench.ends.Contest;
import io.tempelhof.bench.ends.Contestant;
import io.tempelhof.bench.ends.Field;
import io.tempelhof.bench.ends.Limit;
import io.tempelhof.bench.ends.Member;
import io.tempelhof.bench.ends.Place;
import io.tempelhof.bench.ends.Proc;
import io.tempelhof.bench.ends.Programs;
import io.tempelhof.bench.ends.Rival;
import io.tempelhof.bench.ends.Scores;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Starts a node of ours, with {@code tempelhof node}, and an {@code erl}, in turn, and ends each.
public final class StartContest implements Contest<Contestant> {
  private static final String READY = "from the command line to ready, ms";
  private static final String MEMORY = "memory of an idle node, MiB";

  /// How often memory is looked at until it stays as it is, and how long at most.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int LOOKS_MAX = 20;

  /// What memory a node of ours may take, in MiB.
  private static final double MEGABYTES_MAX = 60;

  private static final List<Bar<Contestant>> BARS =
      List.of(
          Bar.atMost(READY, Contestant.OURS, 1.5, Contestant.ERL),
          Bar.atMost(MEMORY, Contestant.OURS, null, Contestant.ERL));

  private final int rounds;
  private final Path launcher;
  private final Field field;
  private int started;

  /// @param launcher the program {@code tempelhof}
  /// @param against who else is to compete
  /// @param progress takes a line now and then
  public StartContest(int rounds, Path launcher, Set<Rival> against, Consumer<String> progress)
      throws IOException, InterruptedException, NodeStartException {
    this.rounds = rounds;
    this.launcher = launcher;
    Programs programs = Programs.ofErl("bench_local");
    this.field = new Field(programs, against, Place.FREE, progress);
  }

  @Override
  public Scores<Contestant> run() throws IOException, InterruptedException {
    Map<Contestant, Contestant> all = new LinkedHashMap<>();
    if (field.competes(Rival.ERL)) {
      all.put(Contestant.ERL, Contestant.ERL);
    }
    all.put(Contestant.OURS, Contestant.OURS);
    Scores<Contestant> scores = new Scores<>();
    field.inTurn(all, rounds, this::start, scores);
    return scores;
  }

  private Map<String, Double> start(Contestant who) throws IOException, InterruptedException {
    String name = who.name().toLowerCase(Locale.ROOT) + ++started + "@127.0.0.1";
    long begin = System.nanoTime();
    try (Member member =
        who == Contestant.ERL ? field.startErl(name, List.of()) : startOurs(name)) {
      member.awaitReady();
      Map<String, Double> shown = new LinkedHashMap<>();
      shown.put(READY, (System.nanoTime() - begin) / 1e6);
      shown.put(MEMORY, settledMegabytes(member.pid()));
      return shown;
    }
  }

  private Member startOurs(String name) throws IOException {
    return field.start(
        name,
        List.of(
            launcher.toString(),
            "node",
            "--name",
            name,
            "--cookie",
            Field.COOKIE,
            "--epmd-port",
            "" + field.epmdPort(),
            "--dashboard",
            "off"));
  }

  private static double settledMegabytes(long pid) throws IOException {
    double before = 0;
    double now = Proc.shareMegabytes(pid);
    for (int i = 0; i < LOOKS_MAX && Math.abs(now - before) > 0.5; i++) {
      LockSupport.parkNanos(LOOK_NANOS);
      before = now;
      now = Proc.shareMegabytes(pid);
    }
    return now;
  }

  @Override
  public List<Bar<Contestant>> bars() {
    return BARS;
  }

  @Override
  public List<Limit<Contestant>> limits() {
    return List.of(new Limit<>(MEMORY, Contestant.OURS, MEGABYTES_MAX, false));
  }

  @Override
  public void close() throws IOException {
    field.close();
  }
}
