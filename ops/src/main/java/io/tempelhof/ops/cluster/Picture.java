package io.tempelhof.ops.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tempelhof.ops.report.Gap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The cluster at one version, or what has changed since another one, as docs/api.md says.
///
/// @param since the version the reader holds; null if this is everything
/// @param gone rows that are no more; null if this is everything
/// @param edges connections, each `[a, b, kind]` or `[a, b, kind, used_ms, idle_limit_millis]`
/// @param closed connections that are no more, as `[a, b]`; null if this is everything
public record Picture(
    long version,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long since,
    long round,
    long nowMs,
    List<NodeRow> nodes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Integer> gone,
    List<List<@Nullable Object>> edges,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<List<Integer>> closed,
    List<Gap> missing,
    Totals totals,
    @Nullable Point point,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ClusterEvent> events) {

  /// The same with what has happened.
  public Picture with(List<ClusterEvent> happened) {
    return new Picture(
        version, since, round, nowMs, nodes, gone, edges, closed, missing, totals, point, happened);
  }
}
