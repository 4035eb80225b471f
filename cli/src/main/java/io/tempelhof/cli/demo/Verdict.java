package io.tempelhof.cli.demo;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tempelhof.cli.console.Json;
import java.util.ArrayList;
import java.util.List;

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
    boolean sparse = figures.topology() == Topology.SPARSE;
    List<String> lines = new ArrayList<>();
    lines.add(line("joined", joined()));
    lines.add(line("talked", talked()));
    if (sparse) {
      lines.add(line("found", found()));
    }
    lines.add(line("held", held()));
    lines.add(line("cost", cost()));
    lines.add(line("crashed", crashed()));
    lines.add(sparse ? line("mesh", againstMesh()) : line("sparse", againstSparse()));
    lines.add(line("bars", bars()));
    return List.copyOf(lines);
  }

  private String joined() {
    String nodes = format(ROOT, "%d nodes in %d JVMs", figures.nodes(), figures.jvms());
    if (figures.joinSeconds() == null) {
      return nodes + " never became whole";
    }
    String whole =
        figures.topology() == Topology.SPARSE
            ? "each has a peer in every inhabited sub-tree and is connected to its 5 closest"
            : "every pair is connected";
    return format(
        ROOT,
        "%s, whole %.1f s after the first one started: %s",
        nodes,
        figures.joinSeconds(),
        whole);
  }

  private String talked() {
    long lost = figures.messagesSent() - figures.messagesReceived();
    boolean clean =
        lost == 0
            && figures.repliesWrong() == 0
            && figures.orderViolations() == 0
            && figures.missing() == 0
            && figures.unanswered() == 0;
    return clean
        ? format(
            ROOT,
            "%,d messages before the crash: every reply right, all in order, none lost",
            figures.messagesSent())
        : format(
            ROOT,
            "%,d messages before the crash: %,d lost, %,d replies wrong, %,d out of order, %,d"
                + " missing in a sequence, %,d asks unanswered",
            figures.messagesSent(),
            lost,
            figures.repliesWrong(),
            figures.orderViolations(),
            figures.missing(),
            figures.unanswered());
  }

  private String found() {
    if (figures.lookupSuccess() == null || figures.lookupHopsMean() == null) {
      return "nothing was looked up";
    }
    return format(
        ROOT,
        "%,d lookups past what the asking node knew, %.2f %% found: %.2f hops on average, at most"
            + " %d",
        figures.lookups(),
        100 * figures.lookupSuccess(),
        figures.lookupHopsMean(),
        figures.lookupHopsMax());
  }

  private String held() {
    String connections =
        format(
            ROOT,
            "%.1f connections per node at the peak, %.1f when quiet; %,d idle ones" + " closed",
            figures.connectionsPeakMean(),
            figures.connectionsQuietMean(),
            figures.idleClosed());
    return figures.topology() == Topology.SPARSE
        ? format(
            ROOT,
            "%.1f peers per node, at most %d; %s",
            figures.peersMean(),
            figures.peersMax(),
            connections)
        : connections;
  }

  private String cost() {
    return format(
        ROOT,
        "%.2f cores for all JVMs when quiet; %.1f frames per node and second that carry no signal"
            + " of a program, %.1f of them heartbeats; at most %,d descriptors in a JVM;"
            + " %,d handshakes failed",
        figures.idleCpuCores(),
        figures.overlayMessagesPerNodeSecond(),
        figures.heartbeatsPerNodeSecond(),
        figures.descriptorsMax(),
        figures.handshakesFailed());
  }

  private String crashed() {
    int survivors = figures.nodes() - figures.nodesKilled();
    if (figures.nodesKilled() == 0) {
      return "nothing: with one JVM there is none to kill";
    }
    return format(
        ROOT,
        "one JVM with %d nodes killed; the other %d %s; %d of them went on talking",
        figures.nodesKilled(),
        survivors,
        figures.repairSeconds() == null
            ? "did not become whole again"
            : format(ROOT, "were whole again after %.1f s", figures.repairSeconds()),
        figures.survivorsTalking());
  }

  private String againstMesh() {
    int others = figures.nodes() - 1;
    double perConnection =
        figures.peersMean() == 0 ? 0 : figures.heartbeatsPerNodeSecond() / figures.peersMean();
    return format(
        ROOT,
        "a full mesh would hold %d connections per node, %,d in all, and beat %.0f times per node"
            + " and second at this run's %.2f per connection (arithmetic; nothing of it was"
            + " measured in this run: `tempelhof demo --topology mesh --nodes %d` measures one)",
        others,
        (long) figures.nodes() * others / 2,
        perConnection * others,
        perConnection,
        Math.min(figures.nodes(), DemoPlan.MESH_NODES_MAX));
  }

  private String againstSparse() {
    return format(
        ROOT,
        "this mesh was measured; at this size the overlay needs about %.0f peers per node"
            + " (arithmetic: three in each of log2(n) buckets; `tempelhof demo --nodes %d` measures"
            + " it)",
        Math.min(figures.nodes() - 1, 3 * Math.log(figures.nodes()) / Math.log(2)),
        figures.nodes());
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
