package io.tempelhof.bench.remote;

import io.tempelhof.bench.ends.OurEnd;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.rpc.Rpc;
import io.tempelhof.runtime.rpc.RpcException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/// The main class of an end of ours. Arguments: the node's name, the cookie, the port of EPMD.
///
/// `trips NODE SECONDS` makes it send a message to the other end and wait for the answer, again and
/// again; it prints the median and the 99th percentile in microseconds. `flood NODE SENDERS BYTES
/// SECONDS` makes that many processes send messages to one process there for so long, small ones or
/// binaries of so many bytes; it prints how many came in a second, until the last one had. `calls
/// NODE CALLERS SECONDS` makes that many processes call a function there, again and again; it
/// prints how many calls were answered in a second.
final class RemoteMember {
  private static final String ECHO = "bench_echo";
  private static final String COUNT = "bench_count";

  /// The function that is called: what it gives is what it is given.
  private static final String MODULE = "bench_remote";

  private static final String SAME = "same";

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

  /// Another binary.
  private record Load(Binary bytes) implements Told {}

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
    node.exports().function(MODULE, SAME, Long.class, number -> number);
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, NodeStartException {
    OurEnd.run(arguments, node -> new RemoteMember(node)::obey);
  }

  private String obey(String[] words) {
    NodeName other = NodeName.of(words[1]);
    double seconds = Double.parseDouble(words[words.length - 1]);
    CompletableFuture<String> answer = new CompletableFuture<>();
    node.spawn(self -> {
      try {
        answer.complete(
            switch (words[0]) {
              case "trips" -> trips(self, other, seconds);
              case "flood" -> flood(self, other, number(words[2]), number(words[3]), seconds);
              case "calls" -> calls(self, other, number(words[2]), seconds);
              default -> throw new IllegalArgumentException(words[0]);
            });
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    });
    return answer.join();
  }

  private static int number(String word) {
    return Integer.parseInt(word);
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
            case Tell _, Load _ -> messages++;
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
      await(self, Answer.class);
      long then = System.nanoTime();
      nanos[trips] = then - now;
      now = then;
    }
    Arrays.sort(nanos, 0, trips);
    return String.format(
        Locale.ROOT, "%.1f %.1f", nanos[trips / 2] / 1e3, nanos[trips / 100 * 99] / 1e3);
  }

  private String flood(Self self, NodeName other, int senders, int bytes, double seconds) {
    self.send(COUNT, other, new Begin(self.pid(), senders));
    Told message = bytes == 0 ? new Tell(1) : new Load(Binary.of(new byte[bytes]));
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    for (int i = 0; i < senders; i++) {
      node.spawn(sender -> send(sender, other, message, end));
    }
    Counted counted = await(self, Counted.class);
    return rate(counted.messages(), begin);
  }

  private static void send(Self self, NodeName other, Told message, long end) {
    while (System.nanoTime() < end) {
      for (int i = 0; i < BURST; i++) {
        self.send(COUNT, other, message);
      }
    }
    self.send(COUNT, other, new Done());
  }

  private String calls(Self self, NodeName other, int callers, double seconds) {
    Pid parent = self.pid();
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    for (int i = 0; i < callers; i++) {
      node.spawn(caller -> {
        long calls = 0;
        while (System.nanoTime() < end) {
          call(caller, other);
          calls++;
        }
        caller.send(parent, new Counted(calls));
      });
    }
    long calls = 0;
    for (int i = 0; i < callers; i++) {
      calls += await(self, Counted.class).messages();
    }
    return rate(calls, begin);
  }

  private static void call(Self caller, NodeName other) {
    try {
      var _ = Rpc.call(caller, other, Mfa.of(MODULE, SAME, 1), PATIENCE);
    } catch (RpcException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T await(Self self, Class<T> type) {
    return self.receive(type, PATIENCE)
        .orElseThrow(() -> new IllegalStateException("no " + type.getSimpleName() + " came"));
  }

  private static String rate(long count, long begin) {
    return String.format(Locale.ROOT, "%.0f", count / ((System.nanoTime() - begin) / 1e9));
  }
}
