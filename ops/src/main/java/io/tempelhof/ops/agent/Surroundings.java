package io.tempelhof.ops.agent;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.ops.Observation;
import io.tempelhof.ops.report.NodeReport;
import java.util.Map;

/// What an {@link AgentCore} sees of its node.
interface Surroundings {
  /// The node, as it was at most half a second ago.
  Observation look();

  /// The figures of its reports.
  Map<String, Long> figures();

  /// Whether a connection with that node is open at this very moment.
  boolean connected(NodeName node);

  /// The node's wall clock, for {@link NodeReport#atMillis}.
  long clockMillis();
}
