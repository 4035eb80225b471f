package io.tempelhof.bench.latency;

import io.tempelhof.bench.ends.OurEnd;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.runtime.Self;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// The main class of an end of ours. Arguments: the node's name, the cookie, the port of EPMD.
final class OurMember {
  private static final String ECHO = "bench_echo";
  private static final String SINK = "bench_sink";
  private static final long PING_EVERY_NANOS = Duration.ofMillis(2).toNanos();

  /// How long the next answer is waited for.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private record Ping(Pid from, long stamp) {}

  /// What the process that waits for answers is told.
  private sealed interface Heard {}

  private record Pong(long stamp) implements Heard {}

  /// So many pings were sent, there will be no more.
  private record Enough(long pings) implements Heard {}

  private record Bulk(Pid from, Binary payload) {}

  private record Got(long bytes) {}

  private final Node node;

  /// Made once: nothing but the load runs while pings are timed.
  private Binary payload = Binary.of(new byte[0]);

  private OurMember(Node node) {
    this.node = node;
    node.spawn(ECHO, OurMember::echo);
    node.spawn(SINK, OurMember::sink);
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, NodeStartException {
    OurEnd.run(arguments, node -> new OurMember(node)::obey);
  }

  private String obey(String[] words) {
    int bytes = Integer.parseInt(words[2]);
    if (payload.size() != bytes) {
      payload = Binary.of(new byte[bytes]);
    }
    return run(NodeName.of(words[1]), Integer.parseInt(words[3]), !words[4].equals("0"));
  }

  private static void echo(Self self) {
    while (true) {
      Ping ping = self.receive(Ping.class);
      self.send(ping.from(), new Pong(ping.stamp()));
    }
  }

  private static void sink(Self self) {
    while (true) {
      Bulk bulk = self.receive(Bulk.class);
      self.send(bulk.from(), new Got(bulk.payload().size()));
    }
  }

  private String run(NodeName other, int transfers, boolean pings) {
    CompletableFuture<Double> moved = new CompletableFuture<>();
    CompletableFuture<List<Long>> times = new CompletableFuture<>();
    if (pings) {
      Pid listener = node.spawn(self -> times.complete(listen(self)));
      node.spawn(self -> ping(self, listener, other, moved));
    } else {
      times.complete(List.of());
    }
    node.spawn(self -> moved.complete(move(self, other, transfers)));
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%.3f", moved.join()));
    times.join().forEach(micros -> line.append(' ').append(micros));
    return line.toString();
  }

  /// Sends the large messages, one after another.
  ///
  /// @return the seconds it took
  private double move(Self self, NodeName other, int transfers) {
    long begin = System.nanoTime();
    for (int i = 0; i < transfers; i++) {
      self.send(SINK, other, new Bulk(self.pid(), payload));
      self.receive(Got.class);
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  /// Pings until the large messages have arrived.
  private static void ping(
      Self self, Pid listener, NodeName other, CompletableFuture<Double> moved) {
    long sent = 0;
    long next = System.nanoTime();
    while (!moved.isDone()) {
      self.send(ECHO, other, new Ping(listener, System.nanoTime()));
      sent++;
      next = Math.max(next + PING_EVERY_NANOS, System.nanoTime());
      LockSupport.parkNanos(next - System.nanoTime());
    }
    self.send(listener, new Enough(sent));
  }

  /// @return the time of each ping in microseconds
  private static List<Long> listen(Self self) {
    List<Long> micros = new ArrayList<>();
    long expected = Long.MAX_VALUE;
    while (micros.size() < expected) {
      Optional<Heard> heard = self.receive(Heard.class, PATIENCE);
      switch (heard.orElseThrow(() -> new IllegalStateException("a ping was not answered"))) {
        case Pong(long stamp) -> micros.add((System.nanoTime() - stamp) / 1_000);
        case Enough(long pings) -> expected = pings;
      }
    }
    return micros;
  }
}
