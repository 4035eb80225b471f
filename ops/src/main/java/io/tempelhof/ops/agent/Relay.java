package io.tempelhof.ops.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.ops.Observation;
import io.tempelhof.ops.Observation.OpenConnection;
import io.tempelhof.ops.agent.AgentMessage.Answer;
import io.tempelhof.ops.agent.AgentMessage.Ask;
import io.tempelhof.ops.agent.AgentOutput.Answered;
import io.tempelhof.ops.agent.AgentOutput.Asked;
import io.tempelhof.ops.agent.AgentOutput.ToAgent;
import io.tempelhof.ops.agent.AgentOutput.ToNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Questions to one node and their answers, passed on over peer connections. It remembers nothing:
/// a question carries its way back.
final class Relay {
  /// Agents a question may pass.
  static final int PATH_MAX = 16;

  /// Bytes of an answer.
  static final int DOCUMENT_MAX = 512 << 10;

  private final Pid self;
  private final Surroundings around;
  private final Consumer<AgentOutput> outputs;

  Relay(Pid self, Surroundings around, Consumer<AgentOutput> outputs) {
    this.self = self;
    this.around = around;
    this.outputs = outputs;
  }

  /// A question of this node's own.
  void put(AgentInput.Put put) {
    ask(
        new Ask(
            AgentMessage.VERSION,
            put.number(),
            put.target().toString(),
            put.question(),
            List.of(),
            Map.of()));
  }

  /// A question on its way.
  void ask(Ask ask) {
    NodeName target = NodeName.parse(ask.target());
    if (target == null || ask.path().size() >= PATH_MAX) {
      return;
    }
    List<Pid> path = new ArrayList<>(ask.path());
    path.add(self);
    if (target.atom().equals(self.node())) {
      outputs.accept(new Asked(ask.number(), ask.question(), path));
      return;
    }
    Optional<NodeName> next = path.size() == PATH_MAX ? Optional.empty() : next(target, ask.path());
    if (next.isPresent()) {
      outputs.accept(
          new ToNode(
              next.get(),
              new Ask(
                  AgentMessage.VERSION,
                  ask.number(),
                  ask.target(),
                  ask.question(),
                  path,
                  Map.of())));
    } else {
      answer(answer(ask.number(), path, 504, noWay(ask.target())));
    }
  }

  private byte[] noWay(String target) {
    return ("{\"error\":\""
            + target.replace("\"", "").replace("\\", "")
            + " cannot be reached over peers of "
            + self.node().text()
            + "; is it up?\"}")
        .getBytes(UTF_8);
  }

  /// The answer to a question that has come this way.
  static Answer answer(long number, List<Pid> path, int status, byte[] document) {
    return new Answer(AgentMessage.VERSION, number, path, status, document, Map.of());
  }

  /// An answer on its way: this agent is the last of its path.
  void answer(Answer answer) {
    List<Pid> path = answer.path();
    if (path.isEmpty()
        || path.size() > PATH_MAX
        || answer.document().length > DOCUMENT_MAX
        || !path.getLast().equals(self)) {
      return;
    }
    if (path.size() == 1) {
      outputs.accept(new Answered(answer.number(), answer.status(), answer.document()));
    } else {
      List<Pid> rest = List.copyOf(path.subList(0, path.size() - 1));
      outputs.accept(
          new ToAgent(
              rest.getLast(), answer(answer.number(), rest, answer.status(), answer.document())));
    }
  }

  /// The peer closest to the target that the question has not passed yet.
  private Optional<NodeName> next(NodeName target, List<Pid> passed) {
    Observation seen = around.look();
    NodeId id = NodeId.of(seen.cluster(), target);
    return seen.connections().stream()
        .filter(connection -> leads(connection, target, seen))
        .map(OpenConnection::node)
        .filter(node -> passed.stream().noneMatch(pid -> pid.node().equals(node.atom())))
        .filter(around::connected)
        .min((a, b) -> id.compareDistance(id(seen, a), id(seen, b)));
  }

  /// A client leads to itself only, and only it may ask by way of its own connections.
  private static boolean leads(OpenConnection connection, NodeName target, Observation seen) {
    return switch (connection.kind()) {
      case PEER, WATCH -> true;
      case CLIENT -> seen.client() || connection.node().equals(target);
      case DIRECT, ERLANG -> false;
    };
  }

  private static NodeId id(Observation seen, NodeName node) {
    return NodeId.of(seen.cluster(), node);
  }
}
