package io.tempelhof.bench.local;

import io.tempelhof.bench.ends.Echo;
import io.tempelhof.bench.ends.OurEnd;
import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.behaviour.StartException;
import io.tempelhof.runtime.behaviour.Startable;
import io.tempelhof.runtime.server.Server;
import io.tempelhof.runtime.server.ServerRef;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/// The main class of our side. An order is a workload and for how many seconds it is to run; the
/// answer is how much was done in a second.
final class LocalMember {
  private static final int BURST = 64;
  private static final int SENDERS = 8;
  private static final int RING = 100_000;
  private static final int BACKLOG = 100_000;
  private static final int CHILDREN = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private record Ask(Pid from, long number) {}

  private record Answer(long number) {}

  private record Tell(long number) {}

  private record Done() {}

  private record Counted(long messages) {}

  /// What goes round the ring.
  private sealed interface Round {}

  private record Token(long number) implements Round {}

  private record Stop() implements Round {}

  /// What the process that counts is told.
  private sealed interface Told {}

  private record Another(long number) implements Told {}

  private record Last() implements Told {}

  private final Node node;

  private LocalMember(Node node) {
    this.node = node;
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, NodeStartException {
    OurEnd.run(arguments, node -> new LocalMember(node)::obey);
  }

  private String obey(String[] words) throws InterruptedException {
    double seconds = Double.parseDouble(words[1]);
    CompletableFuture<Double> rate = new CompletableFuture<>();
    node.spawn(self -> {
      try {
        rate.complete(rate(self, Workload.valueOf(words[0].toUpperCase(Locale.ROOT)), seconds));
      } catch (RuntimeException | StartException e) {
        rate.completeExceptionally(e);
      }
    });
    return String.format(Locale.ROOT, "%.0f", rate.join());
  }

  private static double rate(Self self, Workload workload, double seconds) throws StartException {
    return switch (workload) {
      case PING_PONG -> pingPong(self, seconds);
      case CALL -> calls(self, seconds, Server.of(Echo.Say.class, _ -> new Echo()));
      case BRIEF -> calls(self, seconds, Server.brief(Echo.Say.class, _ -> new Echo()));
      case BACKLOG -> {
        for (int i = 0; i < BACKLOG; i++) {
          self.send(self.pid(), new Tell(i));
        }
        yield calls(self, seconds, Server.of(Echo.Say.class, _ -> new Echo()));
      }
      case SENDERS -> senders(self, seconds);
      case RING -> ring(self, seconds);
      case SPAWN -> spawns(self, seconds);
    };
  }

  /// Does it again and again.
  ///
  /// @return how often in a second
  private static double repeat(double seconds, int times, Runnable what) {
    long done = 0;
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    long now = begin;
    while (now < end) {
      for (int i = 0; i < times; i++) {
        what.run();
      }
      done += times;
      now = System.nanoTime();
    }
    return done / ((now - begin) / 1e9);
  }

  private static <T> T await(Self self, Class<T> type) {
    return self.receive(type, PATIENCE)
        .orElseThrow(() -> new IllegalStateException("no " + type.getSimpleName() + " came"));
  }

  private static double pingPong(Self self, double seconds) {
    Pid echo =
        self.spawnLink(other -> {
          while (true) {
            Ask ask = other.receive(Ask.class);
            other.send(ask.from(), new Answer(ask.number()));
          }
        });
    return repeat(
        seconds,
        BURST,
        () -> {
          self.send(echo, new Ask(self.pid(), 1));
          self.receive(Answer.class);
        });
  }

  private static double calls(Self self, double seconds, Startable server) throws StartException {
    ServerRef<Echo.Say> echo = ServerRef.to(Echo.Say.class, server.startLink(self));
    return repeat(seconds, BURST, () -> echo.call(self, new Echo.Say(1)));
  }

  private static double senders(Self self, double seconds) {
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    Pid parent = self.pid();
    Pid counter = self.spawnLink(other -> other.send(parent, new Counted(count(other))));
    for (int i = 0; i < SENDERS; i++) {
      self.spawnLink(sender -> {
        while (System.nanoTime() < end) {
          for (int sent = 0; sent < BURST; sent++) {
            sender.send(counter, new Another(sent));
          }
        }
        sender.send(counter, new Last());
      });
    }
    return await(self, Counted.class).messages() / ((System.nanoTime() - begin) / 1e9);
  }

  private static long count(Self self) {
    long messages = 0;
    int done = 0;
    while (done < SENDERS) {
      switch (self.receive(Told.class)) {
        case Another _ -> messages++;
        case Last() -> done++;
      }
    }
    return messages;
  }

  private static double ring(Self self, double seconds) {
    Pid next = self.pid();
    for (int i = 1; i < RING; i++) {
      Pid behind = next;
      next = self.spawnLink(link -> pass(link, behind));
    }
    Pid first = next;
    double rounds =
        repeat(
            seconds,
            1,
            () -> {
              self.send(first, new Token(1));
              self.receive(Token.class);
            });
    self.send(first, new Stop());
    await(self, Stop.class);
    return rounds * RING;
  }

  private static void pass(Self self, Pid next) {
    while (true) {
      Round round = self.receive(Round.class);
      self.send(next, round);
      if (round instanceof Stop) {
        return;
      }
    }
  }

  private static double spawns(Self self, double seconds) {
    Pid parent = self.pid();
    double batches =
        repeat(
            seconds,
            1,
            () -> {
              for (int i = 0; i < CHILDREN; i++) {
                self.spawn(child -> child.send(parent, new Done()));
              }
              for (int i = 0; i < CHILDREN; i++) {
                self.receive(Done.class);
              }
            });
    return batches * CHILDREN;
  }
}
