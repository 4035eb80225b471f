package io.tempelhof.ops.agent;

import io.tempelhof.core.term.NodeName;
import java.util.List;

/// What an {@link AgentCore} hears.
sealed interface AgentInput {
  /// Another agent, or this one itself, has said something.
  record Heard(AgentMessage message) implements AgentInput {}

  /// This node's own observer begins a round.
  ///
  /// @param connections whether it wants to know of connections, in differences
  /// @param all it holds nothing yet
  /// @param lost nodes whose last report it has not got
  record Begin(long round, boolean connections, boolean all, List<String> lost)
      implements AgentInput {}

  /// This node asks another one.
  record Put(long number, NodeName target, Question question) implements AgentInput {}

  /// Time has passed.
  record Timer() implements AgentInput {}
}
