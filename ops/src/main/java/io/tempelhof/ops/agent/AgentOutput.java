package io.tempelhof.ops.agent;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.ops.report.Gap;
import io.tempelhof.ops.report.NodeReport;
import java.util.List;

/// What an {@link AgentCore} wants done.
sealed interface AgentOutput {
  /// Send to the agent of a node.
  record ToNode(NodeName node, AgentMessage message) implements AgentOutput {}

  /// Send to an agent known by its pid.
  record ToAgent(Pid agent, AgentMessage message) implements AgentOutput {}

  /// Reports for this node's own observer.
  record Reported(List<NodeReport> reports) implements AgentOutput {}

  /// The round of this node's own observer is over.
  record RoundOver(long round, List<Gap> gaps, int further) implements AgentOutput {}

  /// Somebody wants to know something about this node; the answer goes to the last of the path.
  record Asked(long number, Question question, List<Pid> path) implements AgentOutput {}

  /// A question of this node's own is answered.
  record Answered(long number, int status, byte[] document) implements AgentOutput {}
}
