package io.tempelhof.ops.report;

import io.tempelhof.core.term.Pid;
import io.tempelhof.ops.Observation;
import io.tempelhof.ops.Observation.Kind;
import io.tempelhof.runtime.ProcessInfo;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The figures of a report, by name: what observers add up and draw.
public final class Figures {
  /// Prefix of the totals of dropped signals, by reason.
  public static final String DROPPED = "dropped: ";

  /// Prefix of the totals of closed connections, by reason.
  public static final String CLOSED = "closed: ";

  /// Prefix of the totals of failed dials, by reason.
  public static final String DIAL_FAILURES = "dial: ";

  /// 1 once the node has said goodbye.
  public static final String LEAVING = "leaving";

  /// Standing connections of the overlay.
  public static final String PEERS = "peers";

  /// Connections that programs opened.
  public static final String DIRECT = "direct";

  /// All open connections.
  public static final String CONNECTIONS = "connections";

  /// Nodes known.
  public static final String CONTACTS = "contacts";

  /// Bytes on their way to other nodes.
  public static final String QUEUED = "queued";

  /// Processes alive.
  public static final String PROCESSES = "processes";

  /// Messages waiting in all mailboxes; missing where there are too many processes to ask.
  public static final String MAILBOX = "mailbox";

  /// The counters that travel; each frame is counted where it is written.
  private static final List<String> COUNTERS =
      List.of(
          "messages_in",
          "messages_out",
          "relations_out",
          "association_out",
          "overlay_out",
          "heartbeats_out",
          "bytes_out",
          "lookups",
          "lookups_found",
          "lookup_hops",
          "opened_dialled",
          "closed_idle",
          "closed_broken",
          "dropped");

  /// With more processes than this their mailboxes are not added up.
  private static final int MAILBOXES_MAX = 200;

  private Figures() {}

  /// Those of a node now.
  public static Map<String, Long> of(Observation seen, Processes processes) {
    Map<String, Long> figures = new TreeMap<>();
    COUNTERS.forEach(name -> figures.put(name, seen.counters().getOrDefault(name, 0L)));
    seen.dropped().forEach((reason, times) -> figures.put(DROPPED + reason, times));
    seen.closed().forEach((reason, times) -> figures.put(CLOSED + reason, times));
    seen.dialFailures().forEach((reason, times) -> figures.put(DIAL_FAILURES + reason, times));
    figures.put(LEAVING, seen.leaving() ? 1L : 0L);
    figures.put(PEERS, (long) seen.peers());
    figures.put(DIRECT, seen.connections().stream().filter(c -> c.kind() == Kind.DIRECT).count());
    figures.put(CONNECTIONS, (long) seen.connections().size());
    figures.put(CONTACTS, (long) seen.contacts());
    figures.put(QUEUED, seen.queuedBytes());
    Snapshot local = processes.snapshot();
    figures.put(PROCESSES, (long) local.processes());
    local
        .dropped()
        .forEach((cause, times) -> {
          if (times > 0) {
            figures.merge(DROPPED + words(cause.name()), times, Long::sum);
            figures.merge("dropped", times, Long::sum);
          }
        });
    if (local.processes() <= MAILBOXES_MAX) {
      figures.put(MAILBOX, waiting(processes));
    }
    return figures;
  }

  /// A constant's name in words.
  public static String words(String constant) {
    return constant.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static long waiting(Processes processes) {
    long waiting = 0;
    for (Pid pid : processes.list()) {
      waiting += processes.info(pid).map(ProcessInfo::mailbox).orElse(0);
    }
    return waiting;
  }
}
