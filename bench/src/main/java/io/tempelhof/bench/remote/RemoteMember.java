package io.tempelhof.bench.remote;

import io.tempelhof.bench.ends.OurEnd;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.runtime.Self;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/// The main class of an end of ours. Arguments: the node's name, the cookie, the port of EPMD.
///
/// `trips NODE SECONDS` makes it send a message to the other end and wait for the answer, again and
/// again; it prints how many, and the median and the 99th percentile in microseconds. `flood NODE
/// SENDERS SECONDS` makes that many processes send small messages to one process there for so long;
/// it prints how many came in a second, until the last one had.
final class RemoteMember {
  private static final String ECHO = "bench_echo";
  private static final String COUNT = "bench_count";

  /// So many messages are sent between two looks at the clock.
  private static final int BURST = 64;

  /// How long an answer is waited for.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int TRIPS_MAX = 4_000_000;

  private record Ask(Pid from, long number) {}

  private record Answer(long number) {}

  /// What the process that counts is told.
  private sealed interface Told {}

  /// Another message.
  private record Tell(long number) implements Told {}

  /// So many senders are about to begin.
  private record Begin(Pid by, long senders) implements Told {}

  /// One of them has ended.
  private record Done() implements Told {}

  private record Counted(long messages) {}

  private final Node node;

  private RemoteMember(Node node) {
    this.node = node;
    node.spawn(ECHO, RemoteMember::echo);
    node.spawn(COUNT, RemoteMember::count);
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, NodeStartException {
    OurEnd.run(arguments, node -> new RemoteMember(node)::obey);
  }

  private String obey(String[] words) {
    NodeName other = NodeName.of(words[1]);
    double seconds = Double.parseDouble(words[words.length - 1]);
    CompletableFuture<String> answer = new CompletableFuture<>();
    node.spawn(self ->
        answer.complete(
            words[0].equals("trips")
                ? trips(self, other, seconds)
                : flood(self, other, Integer.parseInt(words[2]), seconds)));
    return answer.join();
  }

  private static void echo(Self self) {
    while (true) {
      Ask ask = self.receive(Ask.class);
      self.send(ask.from(), new Answer(ask.number()));
    }
  }

  private static void count(Self self) {
    while (true) {
      if (self.receive(Told.class) instanceof Begin(Pid by, long senders)) {
        long messages = 0;
        long done = 0;
        while (done < senders) {
          switch (self.receive(Told.class)) {
            case Tell _ -> messages++;
            case Done() -> done++;
            case Begin _ -> throw new IllegalStateException("two runs at once");
          }
        }
        self.send(by, new Counted(messages));
      }
    }
  }

  private static String trips(Self self, NodeName other, double seconds) {
    long[] nanos = new long[TRIPS_MAX];
    int trips = 0;
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    for (long now = begin; now < end && trips < TRIPS_MAX; trips++) {
      self.send(ECHO, other, new Ask(self.pid(), trips));
      var _ =
          self.receive(Answer.class, PATIENCE)
              .orElseThrow(() -> new IllegalStateException("no answer came"));
      long then = System.nanoTime();
      nanos[trips] = then - now;
      now = then;
    }
    Arrays.sort(nanos, 0, trips);
    return String.format(
        Locale.ROOT, "%d %.1f %.1f", trips, nanos[trips / 2] / 1e3, nanos[trips / 100 * 99] / 1e3);
  }

  private String flood(Self self, NodeName other, int senders, double seconds) {
    self.send(COUNT, other, new Begin(self.pid(), senders));
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    for (int i = 0; i < senders; i++) {
      node.spawn(sender -> send(sender, other, end));
    }
    Counted counted =
        self.receive(Counted.class, PATIENCE)
            .orElseThrow(() -> new IllegalStateException("nothing was counted"));
    return String.format(
        Locale.ROOT, "%.0f", counted.messages() / ((System.nanoTime() - begin) / 1e9));
  }

  private static void send(Self self, NodeName other, long end) {
    long number = 0;
    while (System.nanoTime() < end) {
      for (int i = 0; i < BURST; i++) {
        self.send(COUNT, other, new Tell(number++));
      }
    }
    self.send(COUNT, other, new Done());
  }
}
