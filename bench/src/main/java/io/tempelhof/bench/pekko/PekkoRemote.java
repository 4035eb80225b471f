package io.tempelhof.bench.pekko;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;

/// The main class of an end of Pekko, over Artery TCP. Its orders are those of {@code
/// RemoteMember}; another end is called by {@code NAME@HOST:PORT}.
///
/// A small message is a {@code Long}, for which Pekko has the shortest serializer there is. Artery
/// drops what finds its queue full, so a sender has no more than {@value #WINDOW} messages under
/// way; within that, none is dropped.
public final class PekkoRemote {
  private static final int BURST = 64;
  private static final int WINDOW = 16_384;
  private static final int TRIPS_MAX = 4_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// A sender asks how far the other side is.
  private static final String SYNC = "sync";

  private final ActorSystem system;

  private PekkoRemote(ActorSystem system) {
    this.system = system;
    system.actorOf(Props.create(Echo.class, Echo::new), "echo");
  }

  public static void main(String[] arguments) throws IOException {
    String config =
        """
        pekko.loglevel = WARNING
        pekko.actor.provider = remote
        pekko.actor.warn-about-java-serializer-usage = off
        pekko.remote.artery {
          transport = tcp
          canonical { hostname = "127.0.0.1", port = %s }
          advanced.outbound-message-queue-size = %d
          advanced.maximum-frame-size = 256 KiB
        }
        pekko.remote.warn-about-direct-use = off
        pekko.remote.use-unsafe-remote-features-outside-cluster = on
        """
            .formatted(arguments[2], 16 * WINDOW);
    PekkoEnd.run(config, system -> new PekkoRemote(system)::obey);
  }

  private String obey(String[] words) {
    String port = words[1].substring(words[1].indexOf(':') + 1);
    ActorRef other = resolve("pekko://bench@127.0.0.1:" + port + "/user/echo");
    double seconds = Double.parseDouble(words[words.length - 1]);
    return switch (words[0]) {
      case "trips" -> trips(other, seconds);
      case "flood" -> flood(other, Integer.parseInt(words[2]), Integer.parseInt(words[3]), seconds);
      case "calls" -> calls(other, Integer.parseInt(words[2]), seconds);
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private ActorRef resolve(String path) {
    ActorSelection selection = system.actorSelection(path);
    return selection.resolveOne(PATIENCE).toCompletableFuture().join();
  }

  private static long end(double seconds) {
    return System.nanoTime() + (long) (seconds * 1e9);
  }

  private String trips(ActorRef other, double seconds) {
    CompletableFuture<long[]> times = new CompletableFuture<>();
    long end = end(seconds);
    system.actorOf(Props.create(Pinger.class, () -> new Pinger(other, end, times)));
    long[] nanos = times.join();
    Arrays.sort(nanos);
    return String.format(
        Locale.ROOT,
        "%.1f %.1f",
        nanos[nanos.length / 2] / 1e3,
        nanos[nanos.length / 100 * 99] / 1e3);
  }

  private String flood(ActorRef other, int senders, int bytes, double seconds) {
    Object message = bytes == 0 ? (Object) 1L : new byte[bytes];
    int window = bytes == 0 ? WINDOW : Math.max(BURST, (WINDOW << 8) / bytes);
    long begin = System.nanoTime();
    long end = end(seconds);
    CompletableFuture<?>[] counts = new CompletableFuture<?>[senders];
    double sent = 0;
    for (int i = 0; i < senders; i++) {
      CompletableFuture<Long> count = new CompletableFuture<>();
      counts[i] = count;
      system.actorOf(
          Props.create(Sender.class, () -> new Sender(other, message, window, end, count)));
    }
    for (CompletableFuture<?> count : counts) {
      sent += (Long) count.join();
    }
    return PekkoEnd.rate(sent, begin);
  }

  /// Callers are actors that wait for one answer each: Pekko's own asking makes an actor for each
  /// question besides.
  private String calls(ActorRef other, int callers, double seconds) {
    long begin = System.nanoTime();
    long end = end(seconds);
    double calls = 0;
    CompletableFuture<?>[] all = new CompletableFuture<?>[callers];
    for (int i = 0; i < callers; i++) {
      CompletableFuture<long[]> times = new CompletableFuture<>();
      all[i] = times;
      system.actorOf(Props.create(Pinger.class, () -> new Pinger(other, end, times)));
    }
    for (CompletableFuture<?> times : all) {
      calls += ((long[]) times.join()).length;
    }
    return PekkoEnd.rate(calls, begin);
  }

  /// Answers numbers and questions how far it is; takes binaries.
  private static final class Echo extends AbstractActor {
    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(Integer.class, number -> getSender().tell(number, getSelf()))
          .match(Long.class, _ -> {})
          .match(byte[].class, _ -> {})
          .matchEquals(SYNC, sync -> getSender().tell(sync, getSelf()))
          .build();
    }
  }

  /// Sends a number, waits for it to come back, and so on.
  private static final class Pinger extends AbstractActor {
    private final ActorRef other;
    private final long end;
    private final CompletableFuture<long[]> times;
    private long[] nanos = new long[1_024];
    private int trips;
    private long sentAt;

    Pinger(ActorRef other, long end, CompletableFuture<long[]> times) {
      this.other = other;
      this.end = end;
      this.times = times;
    }

    @Override
    public void preStart() {
      ping(System.nanoTime());
    }

    private void ping(long now) {
      sentAt = now;
      other.tell(trips, getSelf());
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(
              Integer.class,
              _ -> {
                long now = System.nanoTime();
                if (trips == nanos.length) {
                  nanos = Arrays.copyOf(nanos, 2 * trips);
                }
                nanos[trips++] = now - sentAt;
                if (now < end && trips < TRIPS_MAX) {
                  ping(now);
                } else {
                  times.complete(Arrays.copyOf(nanos, trips));
                  getContext().stop(getSelf());
                }
              })
          .build();
    }
  }

  /// Sends a window of messages, then asks whether they have come, and so on.
  private static final class Sender extends AbstractActor {
    private final ActorRef other;
    private final Object message;
    private final int window;
    private final long end;
    private final CompletableFuture<Long> count;
    private long sent;

    Sender(ActorRef other, Object message, int window, long end, CompletableFuture<Long> count) {
      this.other = other;
      this.message = message;
      this.window = window;
      this.end = end;
      this.count = count;
    }

    @Override
    public void preStart() {
      send();
    }

    private void send() {
      for (int i = 0; i < window; i++) {
        other.tell(message, getSelf());
      }
      sent += window;
      other.tell(SYNC, getSelf());
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .matchEquals(
              SYNC,
              _ -> {
                if (System.nanoTime() < end) {
                  send();
                } else {
                  count.complete(sent);
                  getContext().stop(getSelf());
                }
              })
          .build();
    }
  }
}
