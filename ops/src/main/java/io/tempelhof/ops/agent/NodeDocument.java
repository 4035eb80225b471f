package io.tempelhof.ops.agent;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.ops.Observation;
import io.tempelhof.ops.Observation.Bucket;
import io.tempelhof.ops.Observation.OpenConnection;
import io.tempelhof.runtime.Snapshot;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A node, whole, as docs/api.md says.
record NodeDocument(
    String name,
    String id,
    String state,
    long creation,
    String version,
    String address,
    String cluster,
    boolean client,
    boolean joined,
    long startedMs,
    long uptimeSeconds,
    Domain domain,
    int contacts,
    List<String> watchers,
    List<String> watching,
    List<Line> connections,
    List<Place> buckets,
    List<String> neighbourhood,
    Map<String, Long> counters,
    Map<String, Long> dropped,
    Map<String, Long> closed,
    Map<String, Long> dialFailures,
    int processes,
    int names,
    int timers,
    int stuck,
    long spawned,
    long crashed,
    long sent,
    long received,
    long queuedBytes,
    int sendersWaiting,
    long heapBytes,
    int threads,
    double cpuSeconds) {

  /// What it fails together with.
  record Domain(String jvm, String host, String rack, String zone) {}

  /// One connection.
  record Line(
      String node,
      String kind,
      boolean dialled,
      long ageMillis,
      long idleMillis,
      @Nullable Long idleLeftMillis,
      @Nullable Long rttMicros,
      long queuedBytes,
      int sendersWaiting,
      @Nullable Integer bucket,
      List<String> why) {

    static Line of(OpenConnection open) {
      Duration limit = open.idleLimit();
      Duration roundTrip = open.roundTrip();
      return new Line(
          open.node().toString(),
          open.kind().word(),
          open.dialled(),
          open.age().toMillis(),
          open.idle().toMillis(),
          limit == null ? null : Math.max(0, limit.minus(open.idle()).toMillis()),
          roundTrip == null ? null : roundTrip.toNanos() / 1_000,
          open.queuedBytes(),
          open.sendersWaiting(),
          open.bucket(),
          open.why());
    }
  }

  /// One bucket.
  record Place(int bucket, String prefix, int contacts, List<String> peers) {
    static Place of(Bucket bucket) {
      return new Place(bucket.bucket(), bucket.prefix(), bucket.contacts(), texts(bucket.peers()));
    }
  }

  static NodeDocument of(Observation seen, Snapshot local) {
    var self = seen.self();
    var domain = self.domain();
    long now = System.currentTimeMillis();
    Map<String, Long> dropped = new TreeMap<>(seen.dropped());
    local
        .dropped()
        .forEach((cause, times) -> {
          if (times > 0) {
            dropped.merge(io.tempelhof.ops.report.Figures.words(cause.name()), times, Long::sum);
          }
        });
    return new NodeDocument(
        self.name().toString(),
        self.id().toString(),
        seen.leaving() ? "leaving" : "alive",
        Integer.toUnsignedLong(self.creation()),
        seen.version(),
        self.address().toString(),
        seen.cluster(),
        seen.client(),
        seen.joined(),
        self.startStamp(),
        Math.max(0, (now - self.startStamp()) / 1_000),
        new Domain(domain.jvm(), domain.host(), domain.rack(), domain.zone()),
        seen.contacts(),
        texts(seen.watchers()),
        texts(seen.watching()),
        seen.connections().stream().map(Line::of).toList(),
        seen.buckets().stream().map(Place::of).toList(),
        texts(seen.neighbourhood()),
        seen.counters(),
        dropped,
        seen.closed(),
        seen.dialFailures(),
        local.processes(),
        local.names(),
        local.timers(),
        local.stuck().size(),
        local.spawned(),
        local.crashed(),
        local.sent(),
        local.received(),
        seen.queuedBytes(),
        seen.connections().stream().mapToInt(OpenConnection::sendersWaiting).sum(),
        Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        cpuTime());
  }

  private static double cpuTime() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime() / 1e9
        : 0;
  }

  private static List<String> texts(List<NodeName> names) {
    return names.stream().map(NodeName::toString).toList();
  }
}
