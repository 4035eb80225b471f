package io.tempelhof.cli.demo;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tempelhof.cli.console.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A demo's result in words: what was measured, what it compares with, and which bars it kept.
public final class Verdict {
  private final Figures figures;
  private final List<Bar> bars;

  Verdict(Figures figures) {
    this.figures = figures;
    this.bars = Bar.of(figures);
  }

  /// Whether every bar was kept.
  public boolean kept() {
    return missed().isEmpty();
  }

  /// All figures as one line of JSON; {@code bars_missed} says which are not what they must be.
  public String json() {
    return Json.line(new Summary(figures, missed().stream().map(Bar::toString).toList()));
  }

  private record Summary(@JsonUnwrapped Figures figures, List<String> barsMissed) {}

  private List<Bar> missed() {
    return bars.stream().filter(bar -> !bar.kept()).toList();
  }

  List<String> lines() {
    boolean sparse = figures.run().topology() == Topology.SPARSE;
    Set<Phase> played = figures.run().phases();
    List<String> lines = new ArrayList<>();
    lines.add(line("joined", joined()));
    if (played.contains(Phase.TALK)) {
      lines.add(line("talked", talked()));
      if (sparse) {
        lines.add(line("found", found()));
      }
    }
    Figures.Quiet quiet = figures.quiet();
    if (quiet != null) {
      lines.add(line("held", held(quiet)));
      lines.add(line("cost", cost(quiet)));
    }
    if (played.contains(Phase.CRASH)) {
      lines.add(line("crashed", crashed()));
    }
    if (sparse) {
      lines.add(line("told", told()));
    }
    if (figures.restart() != null) {
      lines.add(line("restart", restarted(figures.restart())));
    }
    if (!sparse) {
      lines.add(line("sparse", againstSparse()));
    } else if (quiet != null) {
      lines.add(line("mesh", againstMesh(quiet)));
    }
    lines.add(line("bars", bars()));
    return List.copyOf(lines);
  }

  private String joined() {
    Figures.Run run = figures.run();
    Double seconds = figures.join().joinSeconds();
    String nodes = format(ROOT, "%d nodes in %d JVMs", run.nodes(), run.jvms());
    if (seconds == null) {
      return nodes + " never became whole";
    }
    String whole =
        run.topology() == Topology.SPARSE
            ? "each has a peer in every inhabited sub-tree and is connected to its 5 closest"
            : "every pair is connected";
    return format(ROOT, "%s, whole %.1f s after the first one started: %s", nodes, seconds, whole);
  }

  private String talked() {
    Figures.Talk talk = figures.talk();
    return talk.clean()
        ? format(
            ROOT,
            "%,d messages before the crash: every reply right, all in order, none lost",
            talk.messagesSent())
        : format(
            ROOT,
            "%,d messages before the crash: %,d lost, %,d replies wrong, %,d out of order, %,d"
                + " missing in a sequence, %,d asks unanswered",
            talk.messagesSent(),
            talk.messagesSent() - talk.messagesReceived(),
            talk.repliesWrong(),
            talk.orderViolations(),
            talk.missing(),
            talk.unanswered());
  }

  private String found() {
    Figures.Lookups lookups = figures.lookups();
    Double success = lookups.lookupSuccess();
    if (success == null || lookups.lookupHopsMean() == null) {
      return "nothing was looked up";
    }
    return format(
        ROOT,
        "%,d lookups past what the asking node knew, %.2f %% found: %.2f hops on average, %d at"
            + " most",
        lookups.lookups(),
        100 * success,
        lookups.lookupHopsMean(),
        lookups.lookupHopsMax());
  }

  private String held(Figures.Quiet quiet) {
    String connections =
        format(
            ROOT,
            "%.1f connections per node at the peak, %.1f when quiet; %,d idle ones closed",
            figures.connectionsPeakMean(),
            quiet.connectionsQuietMean(),
            figures.idleClosed());
    return figures.run().topology() == Topology.SPARSE
        ? format(ROOT, "%.1f peers per node, at most %d; ", quiet.peersMean(), quiet.peersMax())
            + connections
        : connections;
  }

  private String cost(Figures.Quiet quiet) {
    return format(
        ROOT,
        "%.2f cores for all JVMs when quiet; %.1f frames per node and second that carry no signal"
            + " of a program, %.1f of them heartbeats; at most %,d descriptors in a JVM;"
            + " %,d handshakes failed",
        quiet.idleCpuCores(),
        quiet.overlayMessagesPerNodeSecond(),
        quiet.heartbeatsPerNodeSecond(),
        figures.descriptorsMax(),
        figures.handshakesFailed());
  }

  private String crashed() {
    Figures.Crash crash = figures.crash();
    Double repairSeconds = crash.repairSeconds();
    if (crash.nodesKilled() == 0) {
      return "nothing: with one JVM there is none to kill";
    }
    return format(
        ROOT,
        "one JVM with %d nodes killed; the other %d %s; %d of them went on talking",
        crash.nodesKilled(),
        figures.run().nodes() - crash.nodesKilled(),
        repairSeconds == null
            ? "did not become whole again"
            : format(ROOT, "were whole again after %.1f s", repairSeconds),
        crash.survivorsTalking());
  }

  private String told() {
    Figures.Told told = figures.told();
    List<String> words = new ArrayList<>();
    addSpread("a node's death", told.nodeDeath(), words);
    addSpread("a killed JVM's", told.jvmDeath(), words);
    addSpread("a stopped JVM's", told.jvmSilence(), words);
    addSpread("its return", told.jvmReturn(), words);
    words.add(
        told.falseDeaths() == 0
            ? "no death was told that was none"
            : format(ROOT, "%,d deaths were told that were none", told.falseDeaths()));
    return String.join("; ", words);
  }

  private static void addSpread(String what, Figures.Spread spread, List<String> words) {
    if (spread.missing() != null) {
      words.add(
          spread.p99Ms() == null
              ? format(ROOT, "%s never by %,d", what, spread.missing())
              : format(
                  ROOT,
                  "%s within %.1f s by 99 %%%s",
                  what,
                  spread.p99Ms() / 1e3,
                  spread.maxMs() == null
                      ? format(ROOT, ", never by %,d", spread.missing())
                      : format(ROOT, ", %.1f s by all", spread.maxMs() / 1e3)));
    }
  }

  private static String restarted(Figures.Restart restart) {
    return format(
        ROOT,
        "%d JVMs ended in good order and started anew, one after the other%s; %,d calls answered,"
            + " %,d attempts repeated, %,d calls given up, the longest took %.1f s",
        restart.jvms(),
        restart.seconds() == null
            ? ", until the overlay did not become whole"
            : format(ROOT, ", in %.0f s", restart.seconds()),
        restart.calls(),
        restart.repeated(),
        restart.givenUp(),
        restart.longestMs() / 1e3);
  }

  private String againstMesh(Figures.Quiet quiet) {
    int nodes = figures.run().nodes();
    int others = nodes - 1;
    double perConnection =
        quiet.peersMean() == 0 ? 0 : quiet.heartbeatsPerNodeSecond() / quiet.peersMean();
    return format(
        ROOT,
        "a full mesh would hold %d connections per node, %,d in all, and beat %.0f times per node"
            + " and second at this run's %.2f per connection (arithmetic; nothing of it was"
            + " measured in this run: `tempelhof demo --topology mesh --nodes %d` measures one)",
        others,
        (long) nodes * others / 2,
        perConnection * others,
        perConnection,
        Math.min(nodes, DemoPlan.MESH_NODES_MAX));
  }

  private String againstSparse() {
    return format(
        ROOT,
        "this mesh was measured; at this size the overlay needs about %.0f peers per node"
            + " (arithmetic: three in each of log2(n) buckets; `tempelhof demo --nodes %d` measures"
            + " it)",
        DemoPlan.expectedPeers(figures.run().nodes()),
        figures.run().nodes());
  }

  private String bars() {
    List<Bar> missed = missed();
    return missed.isEmpty()
        ? format(ROOT, "all %d kept", bars.size())
        : format(ROOT, "%d of %d missed: ", missed.size(), bars.size())
            + String.join("; ", missed.stream().map(Bar::toString).toList());
  }

  private static String line(String subject, String words) {
    return "%-8s %s".formatted(subject, words);
  }
}
