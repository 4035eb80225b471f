package io.tempelhof.ops.agent;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.ops.report.Gap;
import io.tempelhof.ops.report.NodeReport;
import java.util.List;
import java.util.Map;

/// What agents say to each other: messages to the process {@value Agent#NAME}, described for others
/// in {@code docs/protocol/agent.md}. Each begins with the version its sender speaks and ends with
/// room for what later versions add. What cannot be read is ignored and counted.
sealed interface AgentMessage {
  /// The version of these messages that is spoken here.
  int VERSION = 1;

  /// Gather the reports of all nodes that share the first {@code depth} bits of their id with you,
  /// yourself included.
  ///
  /// @param observer the agent the reports are for in the end
  /// @param round of the observer
  /// @param budgetMillis what has not come by then is a gap
  /// @param connections whether the reports are to name connections and be differences
  /// @param all every node is to report everything
  /// @param lost nodes whose last report the observer has not got: they are to report everything
  /// @param parent who asks, and gets the parts
  /// @param task the parent's number for this question
  record Collect(
      int version,
      Pid observer,
      long round,
      int depth,
      long budgetMillis,
      boolean connections,
      boolean all,
      List<String> lost,
      Pid parent,
      long task,
      Map<String, Term> more)
      implements AgentMessage {}

  /// A part of what was to be gathered.
  record Reports(int version, long task, List<NodeReport> reports, Map<String, Term> more)
      implements AgentMessage {}

  /// Nothing more will come.
  ///
  /// @param gaps parts of the sub-tree that are missing
  /// @param further how many more than those named
  record Collected(int version, long task, List<Gap> gaps, int further, Map<String, Term> more)
      implements AgentMessage {}

  /// A question to a node, passed on from peer to peer.
  ///
  /// @param number the asker's
  /// @param target the name of the node asked
  /// @param path the agents it has passed, the asker's first
  record Ask(
      int version,
      long number,
      String target,
      Question question,
      List<Pid> path,
      Map<String, Term> more)
      implements AgentMessage {}

  /// The answer, on its way back.
  ///
  /// @param path the agents it has still to pass, the asker's first
  /// @param status as of HTTP: 200, or why there is no answer
  /// @param document JSON, as docs/api.md says
  record Answer(
      int version, long number, List<Pid> path, int status, byte[] document, Map<String, Term> more)
      implements AgentMessage {}
}
