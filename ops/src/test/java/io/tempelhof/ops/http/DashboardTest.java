package io.tempelhof.ops.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.supervise.Intensity;
import io.tempelhof.core.supervise.Strategy;
import io.tempelhof.core.term.Pid;
import io.tempelhof.ops.Json;
import io.tempelhof.ops.agent.Agent;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.server.Server;
import io.tempelhof.runtime.supervise.ChildSpec;
import io.tempelhof.runtime.supervise.Supervisor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A dashboard as its users, and those who are none, come to it.
class DashboardTest {
  private final LocalNode node = new LocalNode();
  private final HttpClient http = HttpClient.newHttpClient();
  private Agent agent;
  private Dashboard dashboard;

  @BeforeEach
  void start() throws IOException {
    agent = Agent.start(node);
    dashboard = Dashboard.start(agent, new DashboardOptions("127.0.0.1", 0, false, true));
  }

  @AfterEach
  void stop() {
    dashboard.close();
    node.close();
  }

  private HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(URI.create(dashboard.url()).resolve(path))
        .timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send(at(path));
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
    return Json.tree(response.body());
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void itSaysWhatItIs() throws Exception {
    JsonNode about = json("/api/about");
    assertThat(about.path("name").asString()).isEqualTo("local@h");
    assertThat(about.path("api").asInt()).isEqualTo(1);
    assertThat(about.path("control").asBoolean()).isTrue();
    assertThat(send(at("/healthz")).body()).isEqualTo("ok\n");
  }

  @Test
  void aChildStandsBelowItsSupervisorInTheTree() throws Exception {
    record Keeper() implements Server<String> {}
    Supervisor supervisor =
        Supervisor.of(
            Strategy.ONE_FOR_ONE,
            Intensity.of(1, Duration.ofSeconds(5)),
            ChildSpec.of("keeper", Server.of(String.class, _ -> new Keeper()).named("keeper")));
    supervisor.start(node.processes);
    JsonNode processes = json("/api/processes?sort=pid").path("processes");
    JsonNode keeper = named(processes, "name", "keeper");
    assertThat(keeper.path("label").asString()).endsWith("Keeper");
    JsonNode above = named(processes, "pid", keeper.path("parent").asString());
    assertThat(above.path("label").asString()).isEqualTo(Supervisor.class.getName());
    assertThat(above.path("parent").isNull()).as("started by no process").isTrue();
  }

  private static JsonNode named(JsonNode processes, String field, String value) {
    for (JsonNode process : processes) {
      if (process.path(field).asString("").equals(value)) {
        return process;
      }
    }
    throw new AssertionError("no " + field + " " + value + " in " + processes);
  }

  @Test
  void itIsReadyWhenItsNodeHasJoined() throws Exception {
    assertThat(send(at("/readyz")).statusCode()).isEqualTo(200);
    node.joined = false;
    HttpResponse<String> notYet = send(at("/readyz"));
    assertThat(notYet.statusCode()).isEqualTo(503);
    assertThat(notYet.body()).isEqualTo("has not joined yet\n");
  }

  /// What {@link HttpClient} does not let a test say.
  private String raw(String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), dashboard.port())) {
      String request =
          "GET /api/about HTTP/1.1\r\n"
              + String.join("\r\n", headers)
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aNameThatSuddenlyResolvesToThisMachineIsRefused() throws IOException {
    String port = ":" + dashboard.port();
    assertThat(raw("Host: evil.example" + port)).startsWith("HTTP/1.1 403");
    assertThat(raw("Host: evil.example")).startsWith("HTTP/1.1 403");
    assertThat(raw("Host: 127.0.0.1:1")).startsWith("HTTP/1.1 403");
    assertThat(raw("X: y")).as("no host at all").startsWith("HTTP/1.1 403");
    assertThat(raw("Host: localhost" + port)).startsWith("HTTP/1.1 200");
    assertThat(raw("Host: LOCALHOST" + port)).startsWith("HTTP/1.1 200");
    assertThat(raw("Host: [::1]" + port)).startsWith("HTTP/1.1 200");
  }

  @Test
  void pagesOfOtherOriginsAreRefused() throws IOException {
    String host = "Host: 127.0.0.1:" + dashboard.port();
    assertThat(raw(host, "Origin: http://evil.example")).startsWith("HTTP/1.1 403");
    assertThat(raw(host, "Origin: null")).startsWith("HTTP/1.1 403");
    assertThat(raw(host, "Origin: https://127.0.0.1:" + dashboard.port()))
        .startsWith("HTTP/1.1 403");
    assertThat(raw(host, "Origin: http://127.0.0.1:" + dashboard.port()))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void whatIsNotThereIsSaidInOneLine() throws Exception {
    assertThat(send(at("/api/nothing")).statusCode()).isEqualTo(404);
    assertThat(send(at("/..%2f..%2fsecret.txt")).statusCode()).isEqualTo(404);
    assertThat(send(at("/api/about").POST(HttpRequest.BodyPublishers.noBody())).statusCode())
        .isEqualTo(405);
    assertThat(send(at("/api/processes?limit=0")).statusCode()).isEqualTo(400);
    assertThat(send(at("/api/processes?sort=shoe")).statusCode()).isEqualTo(400);
    assertThat(send(at("/api/node?node=nohost")).statusCode()).isEqualTo(400);
    assertThat(send(at("/api/lookup")).statusCode()).isEqualTo(400);
    HttpResponse<String> away = send(at("/api/node?node=nobody@h"));
    assertThat(away.statusCode()).isEqualTo(504);
    assertThat(Json.tree(away.body()).path("error").asString()).contains("nobody@h");
  }

  @Test
  void theClusterIsCollectedWhenSomebodyLooks() throws Exception {
    JsonNode cluster = json("/api/cluster");
    assertThat(cluster.path("nodes")).hasSize(1);
    assertThat(cluster.path("nodes").path(0).path("state").asString()).isEqualTo("alive");
    assertThat(cluster.path("totals").path("reports").asInt()).isEqualTo(1);
  }

  @Test
  void aNodeItsProcessesAndItsLookupsAreTold() throws Exception {
    node.processes.spawn("waiter", Self::receive);
    JsonNode whole = json("/api/node");
    assertThat(whole.path("counters").path("messages_out").asLong()).isEqualTo(3);
    assertThat(whole.path("dropped").path("no process").asLong()).isEqualTo(2);
    JsonNode processes = json("/api/processes?sort=name&limit=2");
    assertThat(processes.path("processes")).hasSize(2);
    assertThat(processes.path("processes").path(0).path("name").asString()).isEqualTo(Agent.NAME);
    JsonNode lookup = json("/api/lookup?to=far@h");
    assertThat(lookup.path("found").asBoolean()).isFalse();
    assertThat(lookup.path("reason").asString()).contains("near@h");
  }

  private HttpRequest.Builder kill(Dashboard at, Pid pid, String type) {
    return HttpRequest.newBuilder(URI.create(at.url()).resolve("/api/kill"))
        .header("Content-Type", type)
        .POST(
            HttpRequest.BodyPublishers.ofString("{\"node\":\"local@h\",\"pid\":\"" + pid + "\"}"));
  }

  @Test
  void aProcessIsKilledOnlyWhereThatIsAllowed() throws Exception {
    Pid victim = node.processes.spawn(Self::receive);
    try (Dashboard other =
        Dashboard.start(agent, new DashboardOptions("127.0.0.1", 0, false, false))) {
      HttpResponse<String> refused = send(kill(other, victim, "application/json"));
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.body()).contains("--allow-control");
    }
    assertThat(send(kill(dashboard, victim, "text/plain")).statusCode())
        .as("what a form of another page could send")
        .isEqualTo(400);
    assertThat(node.processes.info(victim)).isPresent();
    assertThat(send(kill(dashboard, victim, "application/json")).body())
        .isEqualTo("{\"killed\":true}");
    await("it ends", () -> node.processes.info(victim).isEmpty());
    assertThat(send(kill(dashboard, victim, "application/json")).body())
        .isEqualTo("{\"killed\":false}");
  }

  /// A stream that is read.
  private final class Reading implements AutoCloseable {
    final InputStream body;
    final BufferedReader lines;

    Reading(String lastId) throws IOException, InterruptedException {
      HttpRequest.Builder request = at("/api/stream");
      if (!lastId.isEmpty()) {
        request.header("Last-Event-ID", lastId);
      }
      body = http.send(request.build(), BodyHandlers.ofInputStream()).body();
      lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /// The rest of the next line that begins so.
    String next(String begin) throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(begin)) {
          return line.substring(begin.length());
        }
      }
      return "";
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  @Test
  void aStreamBeginsWithEverythingAndGoesOnWithDifferences() throws Exception {
    try (Reading stream = new Reading("")) {
      assertThat(stream.next("event: ")).isEqualTo("snapshot");
      String id = stream.next("id: ");
      JsonNode first = Json.tree(stream.next("data: "));
      assertThat(first.path("nodes")).hasSize(1);
      node.processes.spawn("waiter", Self::receive);
      assertThat(stream.next("event: ")).isEqualTo("difference");
      JsonNode second = Json.tree(stream.next("data: "));
      assertThat(second.path("since").asLong()).isEqualTo(first.path("version").asLong());
      try (Reading again = new Reading(id)) {
        assertThat(again.next("event: ")).as("goes on").isEqualTo("difference");
      }
      try (Reading stranger = new Reading("other-3-4")) {
        assertThat(stranger.next("event: ")).as("of another server").isEqualTo("snapshot");
      }
    }
  }

  @Test
  void oneClientTooManyIsRefusedInOneLineAndItsPlaceIsFreeAgain() throws Exception {
    List<Reading> streams = new ArrayList<>();
    try {
      for (int i = 0; i < Streams.CLIENTS_MAX; i++) {
        streams.add(new Reading(""));
      }
      HttpResponse<String> refused = send(at("/api/stream"));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(Json.tree(refused.body()).path("error").asString())
          .isEqualTo("32 streams are open, the most there can be; close another dashboard");
      // A client that has vanished is noticed when it is written to.
      streams.removeLast().close();
      await(
          "the place is free",
          () -> {
            try {
              Reading next = new Reading("");
              streams.add(next);
              return next.next("event: ").equals("snapshot");
            } catch (IOException | InterruptedException e) {
              throw new AssertionError(e);
            }
          });
    } finally {
      for (Reading stream : streams) {
        stream.close();
      }
    }
  }

  @Test
  void aStreamIsToldThatTheServerCloses() throws Exception {
    try (Reading stream = new Reading("")) {
      stream.next("data: ");
      Thread.ofVirtual().start(dashboard::close);
      assertThat(stream.next("event: end")).isEmpty();
      assertThat(stream.next("data: ")).contains("closing");
    }
  }

  @Test
  void nothingIsCollectedWhenNobodyLooks() throws Exception {
    try (Reading stream = new Reading("")) {
      stream.next("data: ");
    }
    // The end of the client is noticed with the next beat; then rounds end.
    await("rounds end", () -> agent.idle());
  }

  @Test
  void aTakenPortIsPassedOverOrNamed() throws Exception {
    int taken = dashboard.port();
    try (Dashboard next =
        Dashboard.start(agent, new DashboardOptions("127.0.0.1", taken, true, false))) {
      assertThat(next.port()).isGreaterThan(taken);
    }
    assertThatThrownBy(
            () -> Dashboard.start(agent, new DashboardOptions("127.0.0.1", taken, false, false)))
        .isInstanceOf(BindException.class);
  }

  @Test
  void metricsFollowThePrometheusConventions() throws Exception {
    String text = send(at("/metrics")).body();
    Pattern line =
        Pattern.compile(
            "(tempelhof_[a-z0-9_]+)(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*\\})? \\S+");
    List<String> counters = new ArrayList<>();
    for (String each : text.lines().toList()) {
      if (each.startsWith("# TYPE")) {
        String[] words = each.split(" ");
        assertThat(words[3]).isIn("counter", "gauge");
        if (words[3].equals("counter")) {
          counters.add(words[2]);
        } else {
          assertThat(words[2]).as("a gauge is no total").doesNotEndWith("_total");
        }
      } else if (!each.startsWith("#")) {
        assertThat(line.matcher(each).matches()).as(each).isTrue();
        assertThat(each)
            .as("base units")
            .doesNotContainPattern("_(milli|micro|kilo|minutes|kb|mb)");
      }
    }
    assertThat(counters).isNotEmpty().allMatch(name -> name.endsWith("_total"));
    assertThat(text)
        .contains("tempelhof_frames_total{direction=\"out\",kind=\"message\"} 3.0")
        .contains("tempelhof_dropped_signals_total{reason=\"no process\"} 2.0")
        .contains("# HELP tempelhof_queued_bytes ")
        .contains("tempelhof_node_info{cluster=\"test\",node=\"local@h\",version=\"1\"} 1");
  }

  @Test
  void theMetricsOfDocsAndGrafanaAreThoseThatAreServed() throws Exception {
    Pattern name = Pattern.compile("tempelhof_[a-z_]+[a-z]");
    Set<String> served =
        name.matcher(send(at("/metrics")).body())
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String file : List.of("../docs/api.md", "../docs/grafana.json")) {
      Set<String> named =
          name.matcher(Files.readString(Path.of(file)))
              .results()
              .map(MatchResult::group)
              .filter(metric -> !metric.equals(Agent.NAME))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(served).as(file).containsAll(named);
    }
    assertThat(Files.readString(Path.of("../docs/api.md"))).contains(served);
  }
}
