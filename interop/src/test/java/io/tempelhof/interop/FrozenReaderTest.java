package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Term;
import io.tempelhof.net.Counter;
import io.tempelhof.runtime.Down;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A genuine node that is frozen while processes of ours send it all they can.
class FrozenReaderTest {
  private static final Duration TICK_TIME = Duration.ofSeconds(4);
  private static final long QUEUED_MAX = 2 << 20;
  private static final int SENDERS = 20;

  @Test
  void itsSendersWaitUntilItIsGivenUpAndNobodyElseDoes() throws Exception {
    try (var pair = new Pair("ours@127.0.0.1", o -> o.withErlangTickTime(TICK_TIME));
        var frozen = pair.erlang("frozen@127.0.0.1", "-kernel", "net_ticktime", "4");
        var other = pair.erlang("other@127.0.0.1", "-kernel", "net_ticktime", "4")) {
      for (GenuineNode erl : new GenuineNode[] {frozen, other}) {
        assertThat(erl.eval("net_adm:ping(" + pair.atom() + ").")).isEqualTo("pong");
      }
      CompletableFuture<Term> reason = new CompletableFuture<>();
      AtomicInteger sent = new AtomicInteger();
      pair.ours.spawn(self -> {
        self.monitor("user", Pair.name(frozen));
        reason.complete(self.receive(Down.class).reason());
      });
      frozen.signal("STOP");
      try {
        flood(pair, frozen, sent);
        Eventually.is("all senders wait", () -> pair.ours.status().queued().waiting() == SENDERS);
        assertThat(pair.ours.status().queued().bytes()).isLessThan(QUEUED_MAX);
        assertThat(pair.ours.ping(Pair.name(other)).get(20, TimeUnit.SECONDS).pong()).isTrue();

        assertThat(reason.get(30, TimeUnit.SECONDS)).hasToString("noconnection");
        assertThat(pair.ours.status().count(Counter.CLOSED_BROKEN)).isOne();
        int before = sent.get();
        Eventually.is("the senders go on", () -> sent.get() > before);
        assertThat(pair.ours.ping(Pair.name(other)).get(20, TimeUnit.SECONDS).pong()).isTrue();
      } finally {
        frozen.signal("CONT");
      }
    }
  }

  private static void flood(Pair pair, GenuineNode to, AtomicInteger sent) {
    Binary chunk = Binary.of(new byte[16 << 10]);
    for (int i = 0; i < SENDERS; i++) {
      pair.ours.spawn(self -> {
        while (true) {
          self.send("nobody", Pair.name(to), chunk);
          sent.incrementAndGet();
        }
      });
    }
  }
}
