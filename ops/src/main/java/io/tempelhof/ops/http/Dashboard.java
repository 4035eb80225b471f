package io.tempelhof.ops.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tempelhof.ops.agent.Agent;
import io.tempelhof.ops.cluster.Collector;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node's HTTP server: dashboard, JSON, metrics and health, as docs/api.md says.
public final class Dashboard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);
  private static final int PORTS_TRIED = 100;

  static {
    // The server reads these when its classes are loaded. One who has set them knows better.
    prefer("sun.net.httpserver.nodelay", "true");
    prefer("jdk.httpserver.maxConnections", "256");
    prefer("sun.net.httpserver.maxReqTime", "10");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final String host;
  private final Guard guard;
  private final Api api;
  private final Streams streams;
  private final Assets assets = new Assets();

  private Dashboard(HttpServer server, Agent agent, DashboardOptions options) {
    this.server = server;
    this.host = options.host();
    this.guard = new Guard(host, server.getAddress());
    Collector collector = new Collector(agent, agent.node().observe().cluster(), true);
    this.api = new Api(agent, collector, options.control());
    this.streams = new Streams(collector);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  private static void prefer(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /// Starts serving.
  ///
  /// @throws IOException if there is no such address here, or the port is taken
  public static Dashboard start(Agent agent, DashboardOptions options) throws IOException {
    HttpServer server = bound(options);
    Dashboard dashboard = new Dashboard(server, agent, options);
    server.start();
    return dashboard;
  }

  private static HttpServer bound(DashboardOptions options) throws IOException {
    InetAddress address = InetAddress.getByName(options.host());
    int last = options.orNext() ? Math.min(65_535, options.port() + PORTS_TRIED) : options.port();
    for (int port = options.port(); ; port++) {
      try {
        return HttpServer.create(new InetSocketAddress(address, port), 64);
      } catch (BindException e) {
        if (port >= last) {
          throw e;
        }
      }
    }
  }

  /// Where it can be opened.
  public String url() {
    String shown = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return "http://" + shown + ":" + port() + "/";
  }

  /// The port it listens on.
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<String> refused = guard.refuses(exchange.getRequestHeaders());
      if (refused.isPresent()) {
        send(exchange, Reply.failure(403, refused.get()));
        return;
      }
      if (exchange.getRequestURI().getPath().equals("/api/stream")
          && exchange.getRequestMethod().equals("GET")) {
        Optional<Reply> full = streams.serve(exchange);
        if (full.isPresent()) {
          send(exchange, full.get());
        }
        return;
      }
      send(exchange, reply(exchange));
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    try {
      Request request = new Request(exchange);
      Optional<Reply> answer = api.answer(path, request);
      if (answer.isPresent()) {
        return answer.get();
      }
      boolean reading = request.method().equals("GET") || request.method().equals("HEAD");
      if (!reading) {
        return Reply.failure(405, "only GET is understood here");
      }
      return assets
          .find(path)
          .orElseGet(() -> Reply.failure(404, "there is nothing at " + path + "; see /api/about"));
    } catch (Refusal refusal) {
      return refusal.reply();
    } catch (InterruptedException e) {
      return Reply.failure(503, "the node is closing");
    } catch (RuntimeException e) {
      LOG.error("bug: {} cannot be answered", path, e);
      return Reply.failure(500, "an error of Tempelhof's own; its log has it");
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", reply.type());
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set(
        "Content-Security-Policy",
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    headers.set("Cache-Control", reply.type().equals(Reply.JSON) ? "no-store" : "no-cache");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(
        reply.status(), head || reply.body().length == 0 ? -1 : reply.body().length);
    if (!head) {
      exchange.getResponseBody().write(reply.body());
    }
  }

  /// Tells the streams that it is over and stops serving.
  @Override
  public void close() {
    streams.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
