package io.tempelhof.ops.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.tempelhof.ops.Json;
import io.tempelhof.ops.cluster.ClusterEvent;
import io.tempelhof.ops.cluster.ClusterView;
import io.tempelhof.ops.cluster.Collector;
import io.tempelhof.ops.cluster.Picture;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The streams of differences. Nothing is queued for a client: each holds a version, and gets what
/// has changed since when it can take more, so a slow one costs no memory.
final class Streams implements AutoCloseable {
  static final int CLIENTS_MAX = 32;

  /// How long a server that closes waits for its streams to say so.
  private static final Duration LAST_WORD = Duration.ofSeconds(2);

  private static final Duration BEAT = Duration.ofSeconds(10);

  /// With the first picture.
  private static final int EVENTS_FIRST = 200;

  private static final int EVENTS_MAX = 1_000;

  /// A picture older than this is not shown if a newer one is about to come.
  private static final long FRESH_MILLIS = 5_000;

  private static final Duration FIRST_ROUND = Duration.ofMillis(2_500);

  /// Tells versions of this server from those of one before it.
  private static final String LIFE = Long.toString(System.currentTimeMillis(), 36);

  private final Collector collector;
  private final ClusterView view;
  private final AtomicInteger clients = new AtomicInteger();
  private volatile boolean closing;

  Streams(Collector collector) {
    this.collector = collector;
    this.view = collector.view();
  }

  /// Waits a moment for a round, if the last one is long over.
  static void awaitFresh(ClusterView view) throws InterruptedException {
    long version = view.version();
    if (System.currentTimeMillis() - view.roundMillis() > FRESH_MILLIS) {
      var _ = view.await(version, FIRST_ROUND);
    }
  }

  /// Serves a client until it is gone.
  ///
  /// @return why it is refused, if it is
  Optional<Reply> serve(HttpExchange exchange) throws IOException {
    if (clients.incrementAndGet() > CLIENTS_MAX) {
      clients.decrementAndGet();
      return Optional.of(
          Reply.failure(
              503,
              CLIENTS_MAX + " streams are open, the most there can be; close another dashboard"));
    }
    collector.enter();
    try {
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", "text/event-stream; charset=utf-8");
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      exchange.sendResponseHeaders(200, 0);
      new Client(exchange.getResponseBody(), exchange.getRequestHeaders().getFirst("Last-Event-ID"))
          .serve();
    } catch (InterruptedException e) {
      // Closing.
    } finally {
      collector.leave();
      clients.decrementAndGet();
    }
    return Optional.empty();
  }

  /// One who reads.
  private final class Client {
    private final OutputStream out;
    private long held;
    private long heard;

    Client(OutputStream out, @Nullable String lastId) {
      this.out = out;
      String[] parts = lastId == null ? new String[0] : lastId.split("-", -1);
      if (parts.length == 3 && parts[0].equals(LIFE)) {
        held = number(parts[1]);
        heard = number(parts[2]);
      }
    }

    private static long number(String text) {
      return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    void serve() throws IOException, InterruptedException {
      write(": welcome\n\n");
      awaitFresh(view);
      tell();
      while (!closing) {
        if (view.await(held, BEAT)) {
          tell();
        } else if (!closing) {
          write(": beat\n\n");
        }
      }
      write("event: end\ndata: {\"why\":\"the node is closing\"}\n\n");
    }

    private void tell() throws IOException {
      Optional<Picture> difference = view.since(held);
      Picture picture = difference.orElseGet(view::picture);
      List<ClusterEvent> events =
          view.events().after(heard, difference.isPresent() ? EVENTS_MAX : EVENTS_FIRST);
      held = picture.version();
      heard = events.isEmpty() ? heard : events.getLast().sequence();
      write(
          "event: %s\nid: %s-%d-%d\ndata: %s\n\n"
              .formatted(
                  difference.isPresent() ? "difference" : "snapshot",
                  LIFE,
                  held,
                  heard,
                  Json.line(picture.with(events))));
    }

    private void write(String text) throws IOException {
      out.write(text.getBytes(UTF_8));
      out.flush();
    }
  }

  /// Tells all clients that it is over, as far as they listen.
  @Override
  public void close() {
    closing = true;
    // Not by an interrupt, which would close the socket of one who is writing.
    view.release();
    long deadline = System.nanoTime() + LAST_WORD.toNanos();
    while (clients.get() > 0 && System.nanoTime() < deadline) {
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }
}
