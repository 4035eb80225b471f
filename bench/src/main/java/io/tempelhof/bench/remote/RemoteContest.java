package io.tempelhof.bench.remote;

import io.tempelhof.bench.ends.Bar;
import io.tempelhof.bench.ends.Contest;
import io.tempelhof.bench.ends.Ends;
import io.tempelhof.bench.ends.Field;
import io.tempelhof.bench.ends.Pairing;
import io.tempelhof.bench.ends.Place;
import io.tempelhof.bench.ends.Programs;
import io.tempelhof.bench.ends.Rival;
import io.tempelhof.bench.ends.Scores;
import io.tempelhof.bench.pekko.PekkoRemote;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Lets pairings run in turn: round trips, small messages of one sender and of several, binaries,
/// and calls of many at once.
public final class RemoteContest implements Contest<Pairing> {
  /// What each runs, with the heap of the JVMs.
  public static final Programs PROGRAMS =
      Programs.of(RemoteMember.class, "bench_remote", 512)
          .andPekko(PekkoRemote.class)
          .andJinterface("JinterfaceRemote");

  private static final String TRIP = "round trip, median, us";
  private static final String TRIP_P99 = "round trip, 99th percentile, us";
  private static final String ONE = "small messages a second of one sender";
  private static final String SEVERAL = "small messages a second of several senders";
  private static final String KIB = "binaries of 1 KiB, MB/s";
  private static final String KIB_64 = "binaries of 64 KiB, MB/s";
  private static final String CALLS = "calls a second of 32 callers";

  private final RemotePlan plan;
  private final Field field;

  /// @param against who else is to compete
  /// @param progress takes a line now and then
  public RemoteContest(RemotePlan plan, Set<Rival> against, Consumer<String> progress)
      throws IOException, InterruptedException, NodeStartException {
    this.plan = plan;
    this.field = new Field(PROGRAMS, against, plan.place(), progress);
  }

  @Override
  public List<Bar<Pairing>> bars() {
    double trip = plan.place() == Place.SAME ? 1.5 : 1.1;
    Pairing erl = Pairing.ERL_ERL;
    Pairing pekko = Pairing.PEKKO_PEKKO;
    Pairing ours = Pairing.OURS_OURS;
    Pairing toErl = Pairing.OURS_ERL;
    Pairing jinterface = Pairing.JINTERFACE_ERL;
    return List.of(
        Bar.atMost(TRIP, ours, trip, erl),
        Bar.atMost(TRIP, toErl, 1.2, erl),
        Bar.atMost(TRIP, ours, null, pekko),
        Bar.atMost(TRIP, toErl, null, jinterface),
        Bar.atLeast(ONE, ours, 1.5, erl),
        Bar.atLeast(ONE, ours, 2.0, pekko),
        Bar.atLeast(ONE, toErl, 0.9, erl),
        Bar.atLeast(ONE, toErl, null, jinterface),
        Bar.atLeast(SEVERAL, ours, 1.5, erl),
        Bar.atLeast(SEVERAL, ours, 2.0, pekko),
        Bar.atLeast(SEVERAL, toErl, 0.9, erl),
        Bar.atLeast(SEVERAL, toErl, null, jinterface),
        Bar.atLeast(KIB, ours, 2.0, erl),
        Bar.atLeast(KIB_64, ours, 1.0, erl),
        Bar.atLeast(CALLS, ours, 1.0, erl),
        Bar.atLeast(CALLS, toErl, null, jinterface));
  }

  @Override
  public Scores<Pairing> run() throws IOException, InterruptedException {
    Scores<Pairing> scores = new Scores<>();
    field.inTurn(field.pairs(), plan.rounds(), this::run, scores);
    return scores;
  }

  private Map<String, Double> run(Ends ends) throws IOException, InterruptedException {
    Map<String, Double> shown = new LinkedHashMap<>();
    String[] trip = ask(ends, "trips").split(" ", -1);
    shown.put(TRIP, Double.parseDouble(trip[0]));
    shown.put(TRIP_P99, Double.parseDouble(trip[1]));
    shown.put(ONE, flood(ends, 1, 0));
    shown.put(SEVERAL, flood(ends, plan.senders(), 0));
    shown.put(KIB, flood(ends, 1, 1 << 10) * (1 << 10) / 1e6);
    shown.put(KIB_64, flood(ends, 1, 1 << 16) * (1 << 16) / 1e6);
    shown.put(CALLS, Double.parseDouble(ask(ends, "calls", "32")));
    return shown;
  }

  private double flood(Ends ends, int senders, int bytes) throws IOException, InterruptedException {
    return Double.parseDouble(ask(ends, "flood", "" + senders, "" + bytes));
  }

  private String ask(Ends ends, String what, String... how)
      throws IOException, InterruptedException {
    String middle = how.length == 0 ? "" : String.join(" ", how) + " ";
    ends.first().order(what + " " + ends.second().name() + " " + middle + plan.seconds());
    return ends.first().answer();
  }

  @Override
  public void close() throws IOException {
    field.close();
  }
}
