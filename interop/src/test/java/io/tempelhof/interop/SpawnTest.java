package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Exited;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.RemoteSpawn;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.SpawnException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Processes started at the request of another node, both ways.
class SpawnTest extends LiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @BeforeAll
  void export() {
    var exports = pair.ours.exports();
    exports.raw("spawned", "ends", 1, (self, call) -> self.exit(call.arguments().getFirst()));
    exports.raw("spawned", "waits", 0, (self, _) -> self.receive(Pattern.term(_ -> false)));
    exports.raw(
        "spawned",
        "waits_as",
        2,
        (self, call) -> {
          self.register(((Atom) call.arguments().get(0)).text());
          self.send((Pid) call.arguments().get(1), Tuple.of(Atom.of("spawned"), self.pid()));
          return self.receive(Pattern.term(_ -> false));
        });
  }

  @Test
  void requestsAreAnsweredBeforeTheNewProcessIsHeardOf() {
    trial("spawns_are_answered($)");
  }

  @Test
  void whatIsNotExportedEndsByUndef() {
    trial("spawns_of_nothing($)");
  }

  @Test
  void aLinkedChildEndsWithItsParent() {
    long before = pair.ours.processes().snapshot().spawned();
    trial("spawns_end_with_their_parent($)");
    Eventually.is("all were there", () -> pair.ours.processes().snapshot().spawned() > before + 20);
    Eventually.is("and have ended", () -> pair.ours.processes().whereis("child").isEmpty());
  }

  @Test
  void whatIsGivenUpLeavesNothing() {
    int before = pair.ours.processes().snapshot().processes();
    trial("spawns_are_abandoned($)");
    Eventually.is("all have ended", () -> pair.ours.processes().snapshot().processes() <= before);
  }

  private interface Doing<T> {
    T in(Self self) throws Exception;
  }

  private <T> T run(Doing<T> doing) throws Exception {
    var result = new CompletableFuture<T>();
    pair.ours.spawn(self -> {
      try {
        result.complete(doing.in(self));
      } catch (Throwable t) {
        result.completeExceptionally(t);
      }
    });
    return result.get(60, TimeUnit.SECONDS);
  }

  @Test
  void weStartProcessesThere() throws Exception {
    NodeName there = Pair.name(erl);
    run(self -> {
      self.trapExits(true);
      Atom why = Atom.of("why");
      Pid linked = RemoteSpawn.spawnLink(self, there, Mfa.of("erlang", "exit", why), PATIENCE);
      assertThat(self.receive(Exited.class)).isEqualTo(new Exited(linked, why));
      Self.Spawned watched =
          RemoteSpawn.spawnMonitor(self, there, Mfa.of("nosuch", "f", 1000), PATIENCE);
      Down down = self.receive(Down.class);
      assertThat(down.ref()).isEqualTo(watched.ref());
      assertThat(down.source()).isEqualTo(watched.pid());
      assertThat(down.reason().toString()).startsWith("{undef,[{nosuch,f,[1000],[]}");
      Pid plain =
          RemoteSpawn.spawn(self, there, Mfa.of("erlang", "send", self.pid(), why), PATIENCE);
      assertThat(plain.node()).isEqualTo(there.atom());
      Term sent = self.receive();
      assertThat(sent).isEqualTo(why);
      Pid sleeper =
          RemoteSpawn.spawnLink(
              self, there, Mfa.of("timer", "sleep", Atom.of("infinity")), PATIENCE);
      self.exit(sleeper, Atom.of("kill"));
      assertThat(self.receive(Exited.class)).isEqualTo(new Exited(sleeper, Atom.of("killed")));
      return 0;
    });
  }

  @Test
  void aNodeThatIsNotThereSpawnsNothing() throws Exception {
    run(self -> {
      assertThatThrownBy(() ->
              RemoteSpawn.spawn(
                  self, NodeName.of("nobody@127.0.0.1"), Mfa.of("erlang", "node"), PATIENCE))
          .isInstanceOf(SpawnException.class)
          .hasMessage("no process for erlang:node/0 on nobody@127.0.0.1: noconnection");
      return 0;
    });
  }
}
