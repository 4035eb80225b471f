package io.tempelhof.bench.cluster;

import io.tempelhof.bench.ends.Rival;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How nodes make up a cluster.
public enum Formation {
  /// Genuine {@code erl}, each a process, every one connected with every other.
  ERL("erl, mesh", Rival.ERL),
  /// The same, so attentive that a silent host is found within 10 s, as among ours: a tick every 2
  /// s on each connection.
  ERL_ATTENTIVE("erl, mesh, ticktime 8", Rival.ERL),
  /// Ours, each a JVM.
  OURS("ours", null),
  /// A ninth of the many in one JVM.
  FEW("ours, few in a JVM", null),
  /// Many in one JVM.
  MANY("ours, many in a JVM", null),
  /// In one JVM, with calls between them, connected with peers and whom they call.
  SPARSE("ours, sparse", null),
  /// The same, every one connected with every other.
  MESH("ours, mesh", null);

  private static final String SERIAL = "-XX:+UseSerialGC";

  /// The first compiler only: its code, and what it needs to make it, are small.
  private static final String SMALL = "-XX:TieredStopAtLevel=1";

  /// A JVM that keeps statistics for tools wakes 20 times a second to do so.
  private static final String QUIET = "-XX:-UsePerfData";

  private final String words;
  private final @Nullable Rival rival;

  Formation(String words, @Nullable Rival rival) {
    this.words = words;
    this.rival = rival;
  }

  /// Whose program its nodes run; null for ours.
  @Nullable Rival rival() {
    return rival;
  }

  /// What each program is told besides.
  List<String> options() {
    return switch (this) {
      case ERL -> List.of();
      case ERL_ATTENTIVE -> List.of("-kernel", "net_ticktime", "8");
      case OURS -> List.of(SERIAL, SMALL, QUIET, "-Xmx64m");
      case FEW, MANY -> List.of(SERIAL, SMALL, "-Xmx168m", "-Xmn24m");
      case SPARSE, MESH -> List.of(SERIAL, "-Xmx512m");
    };
  }

  @Override
  public String toString() {
    return words;
  }
}
