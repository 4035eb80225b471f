package io.tempelhof.ops.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One node of the cluster as the observing node holds it, as docs/api.md says.
public record NodeRow(
    int n,
    String name,
    @Nullable String id,
    String kind,
    String state,
    @Nullable Long creation,
    @Nullable String version,
    @Nullable String address,
    @Nullable Long startedMs,
    @Nullable Domain domain,
    @Nullable Long peers,
    @Nullable Long direct,
    @Nullable Long contacts,
    @Nullable Long processes,
    @Nullable Long mailbox,
    @Nullable Long queuedBytes,
    @Nullable Double messagesPerS,
    List<String> suspectedBy) {

  static final String ALIVE = "alive";
  static final String SUSPECTED = "suspected";
  static final String DEAD = "dead";
  static final String LEAVING = "leaving";
  static final String SILENT = "silent";

  static final String NODE = "node";

  /// What a node fails together with; empty where not declared.
  public record Domain(String jvm, String host, String rack, String zone) {}
}
