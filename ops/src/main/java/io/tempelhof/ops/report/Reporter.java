package io.tempelhof.ops.report;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.ops.Observation;
import io.tempelhof.ops.Observation.Kind;
import io.tempelhof.ops.Observation.OpenConnection;
import io.tempelhof.ops.report.NodeReport.ConnectionReport;
import io.tempelhof.ops.report.NodeReport.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes a node's reports for one observer: remembers the last one, and tells what has changed.
public final class Reporter {
  /// More connections than this one report does not name; the figures still count them.
  private static final int CONNECTIONS_MAX = 1_024;

  /// More figures than this one report does not hold.
  private static final int FIGURES_MAX = 512;

  private static final int SUSPECTS_MAX = 64;

  /// The use of a connection is told no more exactly, so that one in use does not change all the
  /// time.
  private static final long USED_EVERY_MILLIS = 2_000;

  private @Nullable NodeReport last;
  private @Nullable Identity identity;
  private Map<String, Long> figures = Map.of();
  private Map<String, ConnectionReport> connections = Map.of();

  /// The report for a round. Asked again for the same round it is the same, whoever asks: two who
  /// pass it on do not make two of it.
  ///
  /// @param whole the observer says that it has not got the last one
  /// @param nowMillis by the node's clock
  public NodeReport report(
      Observation seen, Map<String, Long> allFigures, long round, boolean whole, long nowMillis) {
    if (last != null && last.round() == round) {
      return last;
    }
    Identity who = identity(seen);
    Map<String, Long> now = limited(allFigures);
    Map<String, ConnectionReport> open = connections(seen, nowMillis);
    boolean first = whole || last == null || round < last.round();
    NodeReport report =
        new NodeReport(
            seen.self().name().toString(),
            round,
            first || last == null ? 0 : last.round(),
            nowMillis,
            first || !who.equals(identity) ? Optional.of(who) : Optional.empty(),
            changed(first ? Map.of() : figures, now),
            List.copyOf(changed(first ? Map.of() : connections, open).values()),
            first
                ? List.of()
                : connections.keySet().stream().filter(n -> !open.containsKey(n)).toList(),
            suspects(seen),
            Map.of());
    last = report;
    identity = who;
    figures = now;
    connections = open;
    return report;
  }

  /// The whole report without connections, for who wants no more.
  public static NodeReport brief(
      Observation seen, Map<String, Long> figures, long round, long nowMillis) {
    return new NodeReport(
        seen.self().name().toString(),
        round,
        0,
        nowMillis,
        Optional.of(identity(seen)),
        limited(figures),
        List.of(),
        List.of(),
        suspects(seen),
        Map.of());
  }

  private static List<String> suspects(Observation seen) {
    return seen.suspects().stream().limit(SUSPECTS_MAX).map(NodeName::toString).toList();
  }

  private static <V> Map<String, V> changed(Map<String, V> before, Map<String, V> now) {
    Map<String, V> changed = new TreeMap<>();
    now.forEach((key, value) -> {
      if (!value.equals(before.get(key))) {
        changed.put(key, value);
      }
    });
    return changed;
  }

  private static Map<String, Long> limited(Map<String, Long> figures) {
    if (figures.size() <= FIGURES_MAX) {
      return figures;
    }
    Map<String, Long> fewer = new TreeMap<>();
    figures.entrySet().stream()
        .limit(FIGURES_MAX)
        .forEach(entry -> fewer.put(entry.getKey(), entry.getValue()));
    return fewer;
  }

  private static Identity identity(Observation seen) {
    var self = seen.self();
    var domain = self.domain();
    return new Identity(
        Integer.toUnsignedLong(self.creation()),
        seen.version(),
        self.address().toString(),
        self.startStamp(),
        domain.jvm(),
        domain.host(),
        domain.rack(),
        domain.zone());
  }

  private static Map<String, ConnectionReport> connections(Observation seen, long nowMillis) {
    Map<String, ConnectionReport> open = new TreeMap<>();
    List<OpenConnection> named = new ArrayList<>(seen.connections());
    if (named.size() > CONNECTIONS_MAX) {
      named.sort(java.util.Comparator.comparing(OpenConnection::idle));
    }
    for (OpenConnection connection : named.subList(0, Math.min(CONNECTIONS_MAX, named.size()))) {
      boolean direct = connection.kind() == Kind.DIRECT;
      long used = nowMillis - connection.idle().toMillis();
      open.put(
          connection.node().toString(),
          new ConnectionReport(
              connection.node().toString(),
              connection.kind().word(),
              direct ? used - used % USED_EVERY_MILLIS : 0,
              direct && connection.idleLimit() != null ? connection.idleLimit().toMillis() : 0));
    }
    return open;
  }
}
