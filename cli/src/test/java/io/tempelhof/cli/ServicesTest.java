package io.tempelhof.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Options;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Remote;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.server.ServerRef;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What echo and sink do for any caller, played by one process.
class ServicesTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration BRIEFLY = Duration.ofMillis(50);
  private static final Atom GEN_CALL = Atom.of("$gen_call");
  private static final Atom COUNT = Atom.of("count");

  private final Processes processes =
      new Processes(
          NodeName.of("services@127.0.0.1"), 1, Remote.NONE, Options.DEFAULT.withEncodeLocal(true));
  private final Pid echo = processes.spawn(Echo.NAME, new Echo());
  private final Ref ref = processes.newRef();

  @BeforeEach
  void start() {
    processes.spawn(Sink.NAME, new Sink());
  }

  @AfterEach
  void stop() {
    processes.close();
  }

  private interface Play {
    void as(Self self) throws Exception;
  }

  private void play(Play play) throws Exception {
    CompletableFuture<Void> played = new CompletableFuture<>();
    processes.spawn(self -> {
      try {
        play.as(self);
        played.complete(null);
      } catch (Throwable e) {
        played.completeExceptionally(e);
      }
    });
    played.get(30, TimeUnit.SECONDS);
  }

  @Test
  void echoSaysBackToThePidItIsGiven() throws Exception {
    play(self -> {
      self.send("echo", Tuple.of(self.pid(), Binary.of("grüß".getBytes(UTF_8))));
      assertThat(self.receive(SOON)).contains(Tuple.of(echo, Binary.of("grüß".getBytes(UTF_8))));
    });
  }

  @Test
  void echoAnswersCallsWithTheRequestAndTheTagUnchanged() throws Exception {
    play(self -> {
      self.send("echo", call(self, Tuple.of(Int.of(1), COUNT)));
      assertThat(self.receive(SOON)).contains(Tuple.of(ref, Tuple.of(Int.of(1), COUNT)));
    });
  }

  @Test
  void echoIgnoresWhatIsNoQuestion() throws Exception {
    play(self -> {
      self.send("echo", Atom.of("hello"));
      self.send("echo", Tuple.of(Atom.of("no_pid"), Int.of(1)));
      self.send("echo", Tuple.of(self.pid(), Int.of(1), Int.of(2)));
      self.send("echo", Tuple.of(self.pid(), Int.of(3)));
      assertThat(self.receive(SOON)).contains(Tuple.of(echo, Int.of(3)));
    });
  }

  @Test
  void sinkSaysDoneAfterTheNthMessageOfAnyKindAndNotBefore() throws Exception {
    play(self -> {
      self.send("sink", start(self, 3));
      self.send("sink", Atom.of("one"));
      self.send("sink", start(self, 9));
      assertThat(self.receive(BRIEFLY)).isEmpty();
      self.send("sink", call(self, Atom.of("anything")));
      assertThat(self.receive(SOON)).contains(Tuple.of(ref, Atom.of("done")));
      assertThat(count(self)).isEqualTo(3);
    });
  }

  @Test
  void sinkNeverCountsTheCallForItsCountNorWhatComesUnasked() throws Exception {
    play(self -> {
      self.send("sink", Atom.of("unasked"));
      self.send("sink", start(self, 2));
      assertThat(count(self)).isEqualTo(0);
      self.send("sink", Atom.of("one"));
      assertThat(count(self)).isEqualTo(1);
      self.send("sink", Atom.of("two"));
      assertThat(self.receive(SOON)).contains(Tuple.of(ref, Atom.of("done")));
      self.send("sink", Atom.of("three"));
      assertThat(count(self)).isEqualTo(2);
    });
  }

  @Test
  void sinkIsDoneAtOnceWithNothingAndIgnoresNonsense() throws Exception {
    play(self -> {
      self.send("sink", Tuple.of(Atom.of("start"), self.pid(), ref, Int.of(-1)));
      self.send("sink", Tuple.of(Atom.of("start"), self.pid(), ref, Atom.of("many")));
      self.send("sink", start(self, 0));
      assertThat(self.receive(SOON)).contains(Tuple.of(ref, Atom.of("done")));
      assertThat(count(self)).isZero();
    });
  }

  @Test
  void sinkCountsAgainAfterItWasDone() throws Exception {
    play(self -> {
      for (int round = 1; round <= 3; round++) {
        self.send("sink", start(self, 2));
        self.send("sink", Int.of(round));
        self.send("sink", Int.of(round));
        assertThat(self.receive(SOON)).contains(Tuple.of(ref, Atom.of("done")));
        assertThat(count(self)).isEqualTo(2L * round);
      }
    });
  }

  private Tuple start(Self self, long messages) {
    return Tuple.of(Atom.of("start"), self.pid(), ref, Int.of(messages));
  }

  private Tuple call(Self self, Term request) {
    return Tuple.of(GEN_CALL, Tuple.of(self.pid(), ref), request);
  }

  private static long count(Self self) {
    return ((Int) ServerRef.to(Term.class, "sink").within(SOON).ask(self, COUNT)).value();
  }
}
