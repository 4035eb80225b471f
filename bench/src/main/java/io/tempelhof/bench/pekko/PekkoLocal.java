package io.tempelhof.bench.pekko;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;

/// The main class of Pekko's side of what is measured within a node. An order is a workload and for
/// how many seconds it is to run; the answer is how much was done in a second.
public final class PekkoLocal {
  private static final int BURST = 64;
  private static final int SENDERS = 8;
  private static final int RING = 100_000;
  private static final int CHILDREN = 1_000;

  private record Start() {}

  private record Ask(long number) {}

  private record Answer(long number) {}

  private record Tell(long number) {}

  private record Last() {}

  private record Token(long number) {}

  private record Done() {}

  private PekkoLocal() {}

  public static void main(String[] arguments) throws IOException {
    PekkoEnd.run(
        "pekko.loglevel = WARNING",
        system -> words -> obey(system, words[0], Double.parseDouble(words[1])));
  }

  private static String obey(ActorSystem system, String workload, double seconds) {
    return switch (workload) {
      case "ping_pong", "call", "brief" -> measure(system, seconds, Pinger::new);
      case "senders" -> measure(system, seconds, Counter::new);
      case "ring" -> measure(system, seconds, Ring::new);
      case "spawn" -> measure(system, seconds, Parent::new);
      default -> throw new IllegalArgumentException(workload);
    };
  }

  private static String measure(
      ActorSystem system,
      double seconds,
      BiFunction<CompletableFuture<String>, Double, Measure> make) {
    CompletableFuture<String> rate = new CompletableFuture<>();
    ActorRef actor = system.actorOf(Props.create(Measure.class, () -> make.apply(rate, seconds)));
    actor.tell(new Start(), ActorRef.noSender());
    return rate.join();
  }

  /// An actor that does something for a while, and says how much of it in a second.
  private abstract static class Measure extends AbstractActor {
    private final CompletableFuture<String> rate;
    private final double seconds;
    private long begin;
    private double done;

    Measure(CompletableFuture<String> rate, double seconds) {
      this.rate = rate;
      this.seconds = seconds;
    }

    void begin() {
      begin = System.nanoTime();
    }

    long end() {
      return begin + (long) (seconds * 1e9);
    }

    /// So much more is done.
    void count(double more) {
      done += more;
    }

    double done() {
      return done;
    }

    boolean isOver() {
      return System.nanoTime() >= end();
    }

    void finish() {
      rate.complete(PekkoEnd.rate(done, begin));
      getContext().stop(getSelf());
    }
  }

  private static final class Pinger extends Measure {
    private final ActorRef echo = getContext().actorOf(Props.create(Echo.class, Echo::new));

    Pinger(CompletableFuture<String> rate, double seconds) {
      super(rate, seconds);
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(
              Answer.class,
              _ -> {
                count(1);
                if (done() % BURST == 0 && isOver()) {
                  finish();
                } else {
                  echo.tell(new Ask(1), getSelf());
                }
              })
          .match(
              Start.class,
              _ -> {
                begin();
                echo.tell(new Ask(1), getSelf());
              })
          .build();
    }
  }

  private static final class Echo extends AbstractActor {
    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(Ask.class, ask -> getSender().tell(new Answer(ask.number()), getSelf()))
          .build();
    }
  }

  private static final class Counter extends Measure {
    private int ended;

    Counter(CompletableFuture<String> rate, double seconds) {
      super(rate, seconds);
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(Tell.class, _ -> count(1))
          .match(
              Last.class,
              _ -> {
                if (++ended == SENDERS) {
                  finish();
                }
              })
          .match(
              Start.class,
              _ -> {
                begin();
                long end = end();
                for (int i = 0; i < SENDERS; i++) {
                  getContext()
                      .actorOf(Props.create(Sender.class, () -> new Sender(end)))
                      .tell(new Start(), getSelf());
                }
              })
          .build();
    }
  }

  /// Sends a burst and tells itself to go on, so that others have their turn.
  private static final class Sender extends AbstractActor {
    private final long end;

    Sender(long end) {
      this.end = end;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(
              Start.class,
              start -> {
                if (System.nanoTime() >= end) {
                  getSender().tell(new Last(), getSelf());
                  return;
                }
                for (int i = 0; i < BURST; i++) {
                  getSender().tell(new Tell(i), getSelf());
                }
                getSelf().tell(start, getSender());
              })
          .build();
    }
  }

  private static final class Ring extends Measure {
    private ActorRef first = ActorRef.noSender();

    Ring(CompletableFuture<String> rate, double seconds) {
      super(rate, seconds);
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(
              Token.class,
              token -> {
                count(RING);
                if (isOver()) {
                  finish();
                } else {
                  first.tell(token, getSelf());
                }
              })
          .match(
              Start.class,
              _ -> {
                ActorRef next = getSelf();
                for (int i = 1; i < RING; i++) {
                  ActorRef behind = next;
                  next = getContext().actorOf(Props.create(Link.class, () -> new Link(behind)));
                }
                first = next;
                begin();
                first.tell(new Token(1), getSelf());
              })
          .build();
    }
  }

  private static final class Link extends AbstractActor {
    private final ActorRef next;

    Link(ActorRef next) {
      this.next = next;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(Token.class, token -> next.tell(new Token(token.number()), getSelf()))
          .build();
    }
  }

  private static final class Parent extends Measure {
    private int children;

    Parent(CompletableFuture<String> rate, double seconds) {
      super(rate, seconds);
    }

    private void bear() {
      children = CHILDREN;
      for (int i = 0; i < CHILDREN; i++) {
        getContext().actorOf(Props.create(Child.class, Child::new));
      }
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(
              Done.class,
              _ -> {
                if (--children == 0) {
                  count(CHILDREN);
                  if (isOver()) {
                    finish();
                  } else {
                    bear();
                  }
                }
              })
          .match(
              Start.class,
              _ -> {
                begin();
                bear();
              })
          .build();
    }
  }

  private static final class Child extends AbstractActor {
    @Override
    public void preStart() {
      getContext().getParent().tell(new Done(), getSelf());
      getContext().stop(getSelf());
    }

    @Override
    public Receive createReceive() {
      return emptyBehavior();
    }
  }
}
