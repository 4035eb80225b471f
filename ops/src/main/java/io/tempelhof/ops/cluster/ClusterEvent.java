package io.tempelhof.ops.cluster;

import org.jspecify.annotations.Nullable;

/// Something that happened in the cluster, as docs/api.md says.
///
/// @param sequence counts up from 1
/// @param atMs milliseconds since 1970
/// @param by another node that has to do with it
public record ClusterEvent(
    long sequence, long atMs, Kind kind, String node, @Nullable String by, String text) {
  /// What can happen.
  public enum Kind {
    JOINED("joined"),
    LEFT("left"),
    RESTARTED("restarted"),
    RETURNED("returned"),
    SILENT("silent"),
    DIED("died"),
    SUSPECTED("suspected"),
    REFUTED("refuted"),
    PARTED("parted"),
    HEALED("healed"),
    OPENED("opened"),
    CLOSED("closed");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// As it is written in answers.
    @com.fasterxml.jackson.annotation.JsonValue
    public String word() {
      return word;
    }
  }
}
