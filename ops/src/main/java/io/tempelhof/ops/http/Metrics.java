package io.tempelhof.ops.http;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tempelhof.ops.Observation;
import io.tempelhof.ops.Observation.Kind;
import io.tempelhof.ops.report.Figures;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The node in Prometheus's text format. Names and units follow its conventions: base units, {@code
/// _total} for what only grows, one name for one thing, labels for its kinds.
final class Metrics {
  private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();
  private static final List<String> FRAMES =
      List.of("messages", "relations", "association", "overlay", "ticks");

  Reply reply(Observation seen, Processes processes) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    WRITER.write(
        text, new MetricSnapshots(all(seen, processes.snapshot())), EscapingScheme.DEFAULT);
    return new Reply(200, PrometheusTextFormatWriter.CONTENT_TYPE, text.toByteArray());
  }

  private static List<MetricSnapshot> all(Observation seen, Snapshot local) {
    List<MetricSnapshot> all = new ArrayList<>();
    network(all, seen);
    lookups(all, seen);
    connections(all, seen);
    processes(all, seen, local);
    machine(all, seen);
    return all;
  }

  private static void network(List<MetricSnapshot> all, Observation seen) {
    Map<Labels, Double> frames = new LinkedHashMap<>();
    for (String kind : FRAMES) {
      String label = kind.endsWith("s") ? kind.substring(0, kind.length() - 1) : kind;
      frames.put(Labels.of("kind", label, "direction", "in"), count(seen, kind + "_in"));
      frames.put(Labels.of("kind", label, "direction", "out"), count(seen, kind + "_out"));
    }
    all.add(counter("tempelhof_frames", "Frames read from and written to other nodes.", frames));
    all.add(
        one(
            "tempelhof_heartbeats",
            "Signs of life written: ticks and the overlay's heartbeats.",
            count(seen, "heartbeats_out")));
    all.add(
        counter(
            "tempelhof_network_bytes",
            "Bytes read from and written to sockets after the handshake.",
            Map.of(
                Labels.of("direction", "in"), count(seen, "bytes_in"),
                Labels.of("direction", "out"), count(seen, "bytes_out"))));
    all.add(
        one("tempelhof_flushes", "Bursts of frames flushed to a socket.", count(seen, "flushes")));
    all.add(
        one(
            "tempelhof_unknown_frames",
            "Frames to the reserved name that this version does not know.",
            count(seen, "unknown_in")));
    all.add(one("tempelhof_send_waits", "Sends that waited for room.", count(seen, "waited")));
    all.add(
        one(
            "tempelhof_sends_without_room",
            "Sends not done for want of room.",
            count(seen, "no_room")));
  }

  private static void lookups(List<MetricSnapshot> all, Observation seen) {
    all.add(
        one("tempelhof_lookups", "Lookups asked by users of this node.", count(seen, "lookups")));
    all.add(
        one(
            "tempelhof_lookups_found",
            "Lookups that found their target.",
            count(seen, "lookups_found")));
    all.add(
        one(
            "tempelhof_lookup_hops",
            "Hops of the lookups that found it, summed.",
            count(seen, "lookup_hops")));
  }

  private static void connections(List<MetricSnapshot> all, Observation seen) {
    Map<Labels, Double> open = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      long number = seen.connections().stream().filter(c -> c.kind() == kind).count();
      open.put(Labels.of("kind", kind.word()), (double) number);
    }
    all.add(gauge("tempelhof_connections", "Open connections to other nodes.", open));
    all.add(gauge("tempelhof_contacts", "Nodes known without being connected.", seen.contacts()));
    all.add(
        gauge("tempelhof_queued_bytes", "Bytes on their way to other nodes.", seen.queuedBytes()));
    all.add(
        counter(
            "tempelhof_connections_opened",
            "Connections that came up.",
            Map.of(
                Labels.of("by", "us"),
                count(seen, "opened_dialled"),
                Labels.of("by", "them"),
                count(seen, "opened") - count(seen, "opened_dialled"))));
    all.add(reasons("tempelhof_connections_closed", "Connections closed.", seen.closed()));
    all.add(one("tempelhof_dials", "Dials begun.", count(seen, "dials")));
    all.add(reasons("tempelhof_dial_failures", "Dials that came to nothing.", seen.dialFailures()));
    all.add(
        one(
            "tempelhof_connections_refused",
            "Sockets closed before they had authenticated.",
            count(seen, "refused")));
  }

  private static void processes(List<MetricSnapshot> all, Observation seen, Snapshot local) {
    all.add(gauge("tempelhof_processes", "Processes alive.", local.processes()));
    all.add(gauge("tempelhof_registered_names", "Names registered.", local.names()));
    all.add(gauge("tempelhof_timers", "Timers set.", local.timers()));
    all.add(
        gauge(
            "tempelhof_stuck_processes",
            "Processes that must end and do not.",
            local.stuck().size()));
    all.add(one("tempelhof_processes_spawned", "Processes started.", local.spawned()));
    all.add(
        one("tempelhof_processes_crashed", "Processes ended by an exception.", local.crashed()));
    all.add(
        counter(
            "tempelhof_process_messages",
            "Messages sent and received by processes of this node.",
            Map.of(
                Labels.of("direction", "in"), (double) local.received(),
                Labels.of("direction", "out"), (double) local.sent())));
    Map<String, Long> dropped = new TreeMap<>(seen.dropped());
    local.dropped().forEach((cause, n) -> dropped.merge(Figures.words(cause.name()), n, Long::sum));
    all.add(reasons("tempelhof_dropped_signals", "Signals that came to nothing.", dropped));
  }

  private static void machine(List<MetricSnapshot> all, Observation seen) {
    all.add(
        InfoSnapshot.builder()
            .name("tempelhof_node")
            .help("The node.")
            .dataPoint(
                InfoDataPointSnapshot.builder()
                    .labels(
                        Labels.of(
                            "node", seen.self().name().toString(),
                            "cluster", seen.cluster(),
                            "version", seen.version()))
                    .build())
            .build());
    all.add(
        gauge(
            "tempelhof_start_time_seconds",
            "When the node started, since 1970.",
            seen.self().startStamp() / 1e3));
    all.add(gauge("tempelhof_joined", "1 if it has joined its cluster.", seen.joined() ? 1 : 0));
    Runtime jvm = Runtime.getRuntime();
    all.add(
        gauge(
            "tempelhof_jvm_heap_bytes",
            "Heap of the JVM in use.",
            jvm.totalMemory() - jvm.freeMemory()));
    all.add(
        gauge(
            "tempelhof_jvm_threads",
            "Platform threads of the JVM.",
            ManagementFactory.getThreadMXBean().getThreadCount()));
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      all.add(
          one(
              "tempelhof_jvm_cpu_seconds",
              "Processor time of the JVM.",
              system.getProcessCpuTime() / 1e9));
    }
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
      all.add(
          gauge(
              "tempelhof_jvm_open_fds",
              "Descriptors the JVM holds.",
              unix.getOpenFileDescriptorCount()));
    }
  }

  private static double count(Observation seen, String counter) {
    return seen.counters().getOrDefault(counter, 0L);
  }

  private static MetricSnapshot reasons(String name, String help, Map<String, Long> reasons) {
    Map<Labels, Double> points = new LinkedHashMap<>();
    reasons.forEach((reason, n) -> points.put(Labels.of("reason", reason), (double) n));
    return counter(name, help, points);
  }

  private static MetricSnapshot one(String name, String help, long value) {
    return one(name, help, (double) value);
  }

  private static MetricSnapshot one(String name, String help, double value) {
    return counter(name, help, Map.of(Labels.EMPTY, value));
  }

  private static MetricSnapshot counter(String name, String help, Map<Labels, Double> points) {
    CounterSnapshot.Builder snapshot = CounterSnapshot.builder().name(name).help(help);
    points.forEach((labels, value) ->
        snapshot.dataPoint(CounterDataPointSnapshot.builder().labels(labels).value(value).build()));
    return snapshot.build();
  }

  private static MetricSnapshot gauge(String name, String help, long value) {
    return gauge(name, help, (double) value);
  }

  private static MetricSnapshot gauge(String name, String help, double value) {
    return gauge(name, help, Map.of(Labels.EMPTY, value));
  }

  private static MetricSnapshot gauge(String name, String help, Map<Labels, Double> points) {
    GaugeSnapshot.Builder snapshot = GaugeSnapshot.builder().name(name).help(help);
    points.forEach((labels, value) ->
        snapshot.dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
    return snapshot.build();
  }
}
