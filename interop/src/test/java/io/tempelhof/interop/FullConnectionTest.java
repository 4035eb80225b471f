package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.interop.Puppet.Order;
import io.tempelhof.runtime.Down;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What ends while the other node does not read, because it is frozen, is told once it does.
class FullConnectionTest extends LiveTest {
  private static final Atom FULL = Atom.of("full");

  @AfterEach
  void thaw() {
    erl.signal("CONT");
  }

  @Test
  void endsArriveAlthoughTheConnectionWasFull() throws Exception {
    CompletableFuture<Tuple> ready = new CompletableFuture<>();
    pair.ours.spawn(
        "conductor",
        self -> {
          ready.complete((Tuple) self.receive());
          self.receive();
        });
    CompletableFuture<String> judged =
        CompletableFuture.supplyAsync(
            () -> erl.eval("trials:ends_arrive(" + ours() + ", conductor)."));
    Tuple told = ready.get(20, TimeUnit.SECONDS);
    Pid waiter = (Pid) told.at(0);
    Ref ref = (Ref) told.at(1);
    List<Pid> puppets = ((ListTerm) told.at(2)).elements().stream().map(Pid.class::cast).toList();

    erl.signal("STOP");
    Pid sender = fillConnection();
    send(puppets.get(0), new Order.Exit(waiter, FULL));
    send(puppets.get(1), new Order.Exit(waiter, FULL));
    send(puppets.get(2), new Order.Unlink(waiter, waiter));
    send(puppets.get(3), new Order.Demonitor(waiter, ref));
    send(puppets.get(4), new Order.ExitOther(waiter, waiter, FULL));
    Eventually.is("the two have ended", () -> !alive(puppets.get(0)) && !alive(puppets.get(1)));
    assertThat(queued()).isGreaterThan(512 << 10);
    assertThat(judged).isNotDone();
    pair.ours.spawn(self -> self.exit(sender, Atom.of("kill")));
    erl.signal("CONT");

    assertThat(judged.get(60, TimeUnit.SECONDS)).isEqualTo("ok");
  }

  /// Starts one who sends to nobody and never ends, and waits until it waits for room.
  private Pid fillConnection() {
    NodeName genuine = Pair.name(erl);
    Binary much = Binary.of(new byte[256 << 10]);
    AtomicInteger sent = new AtomicInteger();
    Pid sender =
        pair.ours.spawn(self -> {
          while (true) {
            self.send("noone", genuine, much);
            sent.incrementAndGet();
          }
        });
    AtomicInteger before = new AtomicInteger();
    AtomicInteger looksUnchanged = new AtomicInteger();
    Eventually.is(
        "the connection is full",
        () -> {
          int now = sent.get();
          boolean changed = before.getAndSet(now) != now || queued() < 512 << 10;
          return (changed ? looksUnchanged.updateAndGet(_ -> 0) : looksUnchanged.incrementAndGet())
              > 5;
        });
    return sender;
  }

  private long queued() {
    return pair.ours.status().connections().getFirst().queued().bytes();
  }

  private void send(Pid puppet, Order order) throws InterruptedException {
    pair.ours.processes().send(puppet, order);
  }

  private boolean alive(Pid pid) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    pair.ours.spawn(self -> {
      Ref ref = self.monitor(pid);
      answer.complete(self.receive(Down.class, Duration.ZERO).isEmpty());
      self.demonitorFlush(ref);
    });
    return answer.join();
  }
}
