package io.tempelhof.ops.agent;

import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.ops.Json;
import io.tempelhof.ops.Observation;
import io.tempelhof.ops.ObservedNode;
import io.tempelhof.ops.agent.Agent.Answer;
import io.tempelhof.runtime.ProcessInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Writes the answers to questions about this node, in JSON as docs/api.md says. The node asked
/// writes them, so that a newer one may say more.
final class Answers {
  /// Processes in one answer.
  static final int PROCESSES_MAX = 500;

  private static final Duration PROBED_WITHIN = Duration.ofMillis(400);
  private static final long LOOK_AGAIN_NANOS = 20_000_000;

  /// What an error looks like.
  record Failure(String error) {}

  /// What came of a kill.
  record Killed(boolean killed) {}

  /// What came of a request to leave.
  record Leaving(boolean leaving) {}

  /// A way through the overlay.
  record Way(
      String from,
      String to,
      boolean found,
      int hops,
      List<String> path,
      @Nullable String address,
      @Nullable String reason) {}

  private final ObservedNode node;

  Answers(ObservedNode node) {
    this.node = node;
  }

  /// Completes with the answer, or never exceptionally. What may take long is done by a process of
  /// its own.
  CompletableFuture<Answer> answer(Question question) {
    return switch (question) {
      case Question.Node() -> elsewhere(this::whole);
      case Question.Processes(String sort, int limit) -> elsewhere(() -> processes(sort, limit));
      case Question.Kill(long id, long serial) ->
          elsewhere(() -> ok(new Killed(kill((int) id, (int) serial))));
      case Question.Lookup(String target) -> lookup(target);
      case Question.Leave() -> CompletableFuture.completedFuture(ok(new Leaving(true)));
    };
  }

  private interface Writing {
    Answer write();
  }

  private CompletableFuture<Answer> elsewhere(Writing writing) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    node.processes()
        .spawn(_ -> {
          Answer written = new Answer(500, Json.line(new Failure("the node failed to answer")));
          try {
            written = writing.write();
          } finally {
            answer.complete(written);
          }
        });
    return answer;
  }

  private static Answer ok(Object document) {
    return new Answer(200, Json.line(document));
  }

  /// Round trips are measured whenever somebody looks, and only then; one who looks for the first
  /// time waits a moment for them.
  private Answer whole() {
    node.probe();
    Observation seen = node.observe();
    long deadline = System.nanoTime() + PROBED_WITHIN.toNanos();
    while (isUnmeasured(seen) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      seen = node.observe();
    }
    return ok(NodeDocument.of(seen, node.processes().snapshot()));
  }

  private static boolean isUnmeasured(Observation seen) {
    return seen.connections().stream()
        .anyMatch(open -> open.kind() != Observation.Kind.ERLANG && open.roundTrip() == null);
  }

  private boolean kill(int id, int serial) {
    Optional<Pid> victim =
        node.processes().list().stream()
            .filter(pid -> pid.id() == id && pid.serial() == serial)
            .findFirst();
    victim.ifPresent(pid -> node.processes().spawn(self -> self.exit(pid, Atom.of("kill"))));
    return victim.isPresent();
  }

  private Answer processes(String sort, int limit) {
    Optional<Comparator<ProcessInfo>> order = order(sort);
    if (order.isEmpty()) {
      return new Answer(
          400,
          Json.line(
              new Failure("processes are sorted by mailbox, messages, state, name or pid only")));
    }
    List<Pid> pids = node.processes().list();
    List<ProcessInfo> all = new ArrayList<>();
    pids.forEach(pid -> node.processes().info(pid).ifPresent(all::add));
    all.sort(order.get());
    return ok(
        new ProcessDocument(
            node.processes().node().toString(),
            all.size(),
            all.stream()
                .limit(Math.clamp(limit, 1, PROCESSES_MAX))
                .map(info -> ProcessDocument.Row.of(info, node.processes().node()))
                .toList()));
  }

  private static Optional<Comparator<ProcessInfo>> order(String sort) {
    Comparator<ProcessInfo> byPid = Comparator.comparingLong(Answers::number);
    return switch (sort) {
      case "pid" -> Optional.of(byPid);
      case "mailbox" ->
          Optional.of(
              Comparator.comparingInt(ProcessInfo::mailbox).reversed().thenComparing(byPid));
      case "messages" ->
          Optional.of(Comparator.comparingLong(ProcessInfo::work).reversed().thenComparing(byPid));
      case "state" ->
          Optional.of(
              Comparator.comparing(ProcessInfo::state, Comparator.reverseOrder())
                  .thenComparing(byPid));
      case "name" ->
          Optional.of(
              Comparator.comparing(
                      ProcessInfo::name, Comparator.nullsLast(Comparator.<String>naturalOrder()))
                  .thenComparing(byPid));
      default -> Optional.empty();
    };
  }

  private static long number(ProcessInfo info) {
    return Integer.toUnsignedLong(info.pid().serial()) << 32
        | Integer.toUnsignedLong(info.pid().id());
  }

  private CompletableFuture<Answer> lookup(String target) {
    NodeName wanted = NodeName.parse(target);
    if (wanted == null) {
      return CompletableFuture.completedFuture(
          new Answer(400, Json.line(new Failure("the node to find is not NAME@HOST"))));
    }
    // The lookup ends on an event loop, which may not wait for anything.
    return node.lookup(wanted)
        .thenApplyAsync(result -> ok(way(wanted, result)), Thread::startVirtualThread);
  }

  private Way way(NodeName wanted, LookupResult result) {
    Observation seen = node.observe();
    String from = seen.self().name().toString();
    String to = wanted.toString();
    return switch (result) {
      case LookupResult.Found(NodeRecord record, int hops, List<NodeName> visited) -> {
        List<String> path = new ArrayList<>();
        path.add(from);
        visited.stream().map(NodeName::toString).filter(n -> !n.equals(from)).forEach(path::add);
        yield new Way(from, to, true, hops, path, record.address().toString(), null);
      }
      case LookupResult.NoSuchNode(int hops, List<NodeName> closest) ->
          new Way(
              from,
              to,
              false,
              hops,
              List.of(from),
              null,
              "no such node, say those closest to its id: "
                  + String.join(" ", closest.stream().map(NodeName::toString).toList()));
      case LookupResult.Unreachable(int hops, String reason) ->
          new Way(from, to, false, hops, List.of(from), null, reason);
    };
  }
}
