package io.tempelhof.ops.http;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.ops.Json;
import io.tempelhof.ops.Observation;
import io.tempelhof.ops.agent.Agent;
import io.tempelhof.ops.agent.Question;
import io.tempelhof.ops.cluster.ClusterEvent;
import io.tempelhof.ops.cluster.Collector;
import io.tempelhof.ops.cluster.Point;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Answers what docs/api.md lists, but for the stream and the dashboard's files.
final class Api {
  /// The version of this interface.
  static final int VERSION = 1;

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  /// A lookup may itself take 5 s.
  private static final Duration LOOKUP_WITHIN = Duration.ofSeconds(7);

  private static final int EVENTS_MAX = 10_000;
  private static final Pattern PID =
      Pattern.compile("<(?:0|[^<>]+)\\.([0-9]{1,10})\\.([0-9]{1,10})>");

  /// What this server is.
  record About(
      String name,
      String cluster,
      String version,
      int api,
      boolean control,
      long startedMs,
      long nowMs,
      long roundMillis) {}

  /// The last 15 minutes.
  record Traffic(List<Point> points) {}

  /// What happened.
  record Events(List<ClusterEvent> events, long next) {}

  private final Agent agent;
  private final Collector collector;
  private final boolean control;
  private final Metrics metrics = new Metrics();

  Api(Agent agent, Collector collector, boolean control) {
    this.agent = agent;
    this.collector = collector;
    this.control = control;
  }

  /// The answer; empty if this is none of its paths.
  Optional<Reply> answer(String path, Request request) throws IOException, InterruptedException {
    if (path.equals("/api/kill")) {
      return Optional.of(kill(request));
    }
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (path) {
          case "/api/about" -> about();
          case "/api/cluster" -> cluster();
          case "/api/traffic" -> traffic();
          case "/api/events" -> events(request);
          case "/api/node" -> ask(request, "node", new Question.Node(), ANSWER_WITHIN);
          case "/api/processes" -> processes(request);
          case "/api/lookup" -> lookup(request);
          case "/metrics" -> metrics.reply(agent.node().observe(), agent.node().processes());
          case "/healthz" -> Reply.text(200, "ok");
          case "/readyz" -> ready();
          default -> null;
        });
  }

  private Reply about() {
    Observation seen = agent.node().observe();
    return Reply.json(
        new About(
            seen.self().name().toString(),
            seen.cluster(),
            seen.version(),
            VERSION,
            control,
            seen.self().startStamp(),
            System.currentTimeMillis(),
            Agent.ROUND.toMillis()));
  }

  private Reply ready() {
    Observation seen = agent.node().observe();
    if (seen.leaving()) {
      return Reply.text(503, "leaving");
    }
    return seen.joined() ? Reply.text(200, "ready") : Reply.text(503, "has not joined yet");
  }

  private Reply cluster() throws InterruptedException {
    collector.look();
    Streams.awaitFresh(collector.view());
    return Reply.json(collector.view().picture());
  }

  private Reply traffic() {
    collector.look();
    return Reply.json(new Traffic(collector.history().points()));
  }

  private Reply events(Request request) {
    long after = request.number("after", 0, Long.MAX_VALUE, 0);
    collector.view().news();
    List<ClusterEvent> events = collector.view().events().after(after, EVENTS_MAX);
    long next = events.isEmpty() ? after : events.getLast().sequence();
    return Reply.json(new Events(events, next));
  }

  private Reply processes(Request request) throws InterruptedException {
    String sort = request.parameter("sort").orElse("mailbox");
    int limit = (int) request.number("limit", 1, 500, 100);
    return ask(request, "node", new Question.Processes(sort, limit), ANSWER_WITHIN);
  }

  private Reply lookup(Request request) throws InterruptedException {
    NodeName to =
        request.node("to").orElseThrow(() -> new Refusal(400, "to is missing: the node to find"));
    return ask(request, "from", new Question.Lookup(to.toString()), LOOKUP_WITHIN);
  }

  private Reply ask(Request request, String parameter, Question question, Duration within)
      throws InterruptedException {
    return ask(request.node(parameter).orElse(agent.node().processes().node()), question, within);
  }

  private Reply ask(NodeName target, Question question, Duration within)
      throws InterruptedException {
    Agent.Answer answer = agent.ask(target, question, within).join();
    return Reply.json(answer.status(), answer.document());
  }

  private Reply kill(Request request) throws IOException, InterruptedException {
    if (!request.method().equals("POST")) {
      throw new Refusal(405, "a process is killed by POST");
    }
    if (!control) {
      throw new Refusal(
          409, "this node lets nothing be done from here; start it with --allow-control");
    }
    String type = request.header("Content-Type").orElse("");
    if (!type.startsWith("application/json")) {
      throw new Refusal(400, "the body must be of type application/json");
    }
    JsonNode body;
    try {
      body = Json.tree(request.body());
    } catch (JacksonException e) {
      throw new Refusal(400, "the body is no JSON");
    }
    NodeName node = NodeName.parse(body.path("node").asString(""));
    Matcher pid = PID.matcher(body.path("pid").asString(""));
    if (node == null || !pid.matches()) {
      throw new Refusal(400, "the body must hold node (NAME@HOST) and pid (<0.12.0>)");
    }
    return ask(
        node,
        new Question.Kill(Long.parseLong(pid.group(1)), Long.parseLong(pid.group(2))),
        ANSWER_WITHIN);
  }
}
