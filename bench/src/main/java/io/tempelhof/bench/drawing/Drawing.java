package io.tempelhof.bench.drawing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.ops.Json;
import io.tempelhof.ops.http.Assets;
import io.tempelhof.ops.http.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One measurement of the page.
///
/// @param nodes of the made-up trace, where none is given
/// @param seed of it
/// @param trace a recorded one; null for a made-up one
/// @param frames how many are to be drawn; those before the last 600 are warm-up
/// @param width of the window, in pixels
/// @param height of the window, in pixels
/// @param chromium the browser's file or name
public record Drawing(
    int nodes,
    long seed,
    @Nullable Path trace,
    int frames,
    int width,
    int height,
    String chromium) {
  private static final String TRACE = "/trace.txt";
  private static final String MEASURED = "/measured";

  /// So long nothing may be heard from the page.
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final int REPORT_MAX = 64 << 10;

  /// Draws until enough frames are measured.
  ///
  /// @param progress hears how far it is
  /// @throws CommandFailure if there is no browser, or it shows nothing
  public DrawingFigures run(Consumer<String> progress) throws IOException, InterruptedException {
    BlockingQueue<DrawingFigures> reports = new LinkedBlockingQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.setExecutor(threads);
      server.createContext("/", exchange -> serve(exchange, reports));
      server.start();
      String what = trace == null ? "synthetic=" + nodes + "&seed=" + seed : "trace=" + TRACE;
      String url =
          "http://127.0.0.1:%d/?measure&report=%s&%s"
              .formatted(server.getAddress().getPort(), MEASURED, what);
      try (Chromium browser = new Chromium(chromium, width, height, url)) {
        return await(browser, reports, progress);
      } finally {
        server.stop(0);
      }
    }
  }

  private DrawingFigures await(
      Chromium browser, BlockingQueue<DrawingFigures> reports, Consumer<String> progress)
      throws InterruptedException {
    while (true) {
      DrawingFigures figures = reports.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (figures == null) {
        throw CommandFailure.unavailable(
            chromium
                + (browser.isAlive()
                    ? " has drawn nothing for " + SILENCE.toSeconds() + " s; is that a trace?"
                    : " has ended; does it run by itself?"));
      }
      progress.accept("%d of %d frames".formatted(figures.drawn(), frames));
      if (figures.drawn() >= frames) {
        return figures;
      }
    }
  }

  private void serve(HttpExchange exchange, BlockingQueue<DrawingFigures> reports)
      throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals(MEASURED)) {
        byte[] report = exchange.getRequestBody().readNBytes(REPORT_MAX);
        reports.add(Json.read(new String(report, UTF_8), DrawingFigures.class));
        exchange.sendResponseHeaders(204, -1);
        return;
      }
      Optional<Reply> found =
          trace != null && path.equals(TRACE)
              ? Optional.of(new Reply(200, "text/plain; charset=utf-8", Files.readAllBytes(trace)))
              : new Assets().find(path);
      Reply reply = found.orElseGet(() -> new Reply(404, "text/plain", new byte[0]));
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      exchange.sendResponseHeaders(
          reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
      exchange.getResponseBody().write(reply.body());
    }
  }
}
