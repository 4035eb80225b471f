package io.tempelhof.ops.dashboard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A node that serves the dashboard and speaks docs/api.md about a {@link StagedCluster}.
final class StagedNode implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

  private record Stream(OutputStream out, CountDownLatch ended) {}

  private final StagedCluster cluster;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Stream> streams = new CopyOnWriteArrayList<>();

  /// The queries of {@code /api/processes} and the bodies of {@code /api/kill}, in order.
  final List<Map<String, String>> processQueries = new CopyOnWriteArrayList<>();

  final List<String> kills = new CopyOnWriteArrayList<>();

  private volatile List<String> path = List.of();
  private volatile boolean control;
  private volatile @Nullable String refusal;

  StagedNode(StagedCluster cluster) throws IOException {
    this(cluster, 0);
  }

  StagedNode(StagedCluster cluster, int port) throws IOException {
    this.cluster = cluster;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /// What the next lookup answers.
  void path(List<String> names) {
    path = names;
  }

  void allowControl() {
    control = true;
  }

  void refuse(String why) {
    refusal = why;
  }

  /// Tells all who look what has changed.
  void tell() throws IOException {
    synchronized (streams) {
      byte[] event = event("difference", cluster.difference()).getBytes(StandardCharsets.UTF_8);
      for (Stream stream : streams) {
        stream.out.write(event);
        stream.out.flush();
      }
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (refusal != null && path.startsWith("/api/")) {
        send(exchange, 403, "application/json", JSON.writeValueAsBytes(Map.of("error", refusal)));
      } else if (path.equals("/api/stream")) {
        stream(exchange);
      } else if (path.startsWith("/api/")) {
        Object answer = answer(path, exchange);
        send(
            exchange,
            answer == null ? 404 : 200,
            "application/json",
            JSON.writeValueAsBytes(answer == null ? Map.of("error", "no such node") : answer));
      } else {
        file(exchange, path.equals("/") ? "/index.html" : path);
      }
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    Stream stream = new Stream(out, new CountDownLatch(1));
    synchronized (streams) {
      out.write(event("snapshot", cluster.snapshot()).getBytes(StandardCharsets.UTF_8));
      out.flush();
      streams.add(stream);
    }
    try {
      stream.ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.remove(stream);
    }
  }

  /// An event of the stream.
  static String event(String kind, Map<String, Object> data) {
    return "id: %s\nevent: %s\ndata: %s\n\n"
        .formatted(data.get("version"), kind, JSON.writeValueAsString(data));
  }

  private @Nullable Object answer(String path, HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange);
    return switch (path) {
      case "/api/about" -> about();
      case "/api/traffic" -> Map.of("points", points());
      case "/api/events" -> Map.of("events", cluster.events(), "next", 1_000);
      case "/api/node" -> cluster.node(query.getOrDefault("node", cluster.name(0)));
      case "/api/lookup" -> lookup(query);
      case "/api/processes" -> {
        processQueries.add(query);
        yield processes(query);
      }
      case "/api/kill" -> {
        kills.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        yield Map.of("killed", true);
      }
      default -> null;
    };
  }

  private Map<String, Object> about() {
    return Map.of(
        "name",
        cluster.name(0),
        "cluster",
        "staged",
        "version",
        "0.1.0",
        "api",
        1,
        "control",
        control,
        "started_ms",
        0,
        "now_ms",
        0,
        "round_millis",
        2000);
  }

  private List<Object> points() {
    List<Object> points = new ArrayList<>();
    for (int round = -100; round <= 0; round++) {
      points.add(cluster.point(round));
    }
    return points;
  }

  private Map<String, Object> lookup(Map<String, String> query) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("from", query.get("from"));
    answer.put("to", query.get("to"));
    answer.put("found", true);
    answer.put("hops", path.size() - 1);
    answer.put("path", path);
    answer.put("reason", null);
    return answer;
  }

  private static Map<String, Object> processes(Map<String, String> query) {
    List<Object> processes = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      Map<String, Object> process = new LinkedHashMap<>();
      process.put("pid", "<0." + i + ".0>");
      process.put("name", i % 3 == 0 ? "server_" + i : null);
      process.put("state", i % 5 == 0 ? "running" : "waiting");
      process.put("mailbox", 30 - i);
      process.put("passed_over", 0);
      process.put("refused", 0);
      process.put("sent", 10 * i);
      process.put("received", 10 * i);
      process.put("messages", 20 * i);
      process.put("traps_exits", false);
      process.put("links", List.of("<0.1.0>"));
      process.put("links_total", 1);
      process.put("monitors", List.of());
      process.put("monitors_total", 0);
      process.put("monitored_by", List.of());
      process.put("monitored_by_total", 0);
      process.put("aliases", 0);
      process.put("label", i == 1 ? "com.shop.ShopSupervisor" : null);
      process.put("parent", i % 10 == 0 ? "<0.1.0>" : null);
      processes.add(process);
    }
    if ("messages".equals(query.get("sort"))) {
      processes = processes.reversed();
    }
    return Map.of("node", query.get("node"), "total", 4_200, "processes", processes);
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String part : raw == null ? List.<String>of() : List.of(raw.split("&"))) {
      String[] sides = part.split("=", 2);
      query.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static void file(HttpExchange exchange, String path) throws IOException {
    try (InputStream in = StagedNode.class.getResourceAsStream("/dashboard" + path)) {
      if (in == null) {
        send(exchange, 404, "text/plain", new byte[0]);
      } else {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        send(exchange, 200, type + "; charset=utf-8", in.readAllBytes());
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'self'");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    streams.forEach(stream -> stream.ended.countDown());
    server.stop(0);
    threads.shutdownNow();
  }
}
