package io.tempelhof.runtime;

import static io.tempelhof.core.signal.ExitReason.NOCONNECTION;
import static io.tempelhof.core.signal.ExitReason.NOPROC;
import static io.tempelhof.core.signal.ExitReason.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Monitors between processes of one node.
@ParameterizedClass(name = "encodeLocal {0}")
@ValueSource(booleans = {false, true})
class MonitorsTest {
  private static final Atom BOOM = Atom.of("boom");
  private static final Duration SOON = Duration.ofMillis(50);
  private static final NodeName THERE = NodeName.of("there@localhost");

  private final Stage stage;

  MonitorsTest(boolean encodeLocal) {
    this.stage = new Stage(encodeLocal);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void saysWhoEndedAndWhyAsErlangDoes() throws Exception {
    stage.run(self -> {
      Self.Spawned watched = self.spawnMonitor(child -> child.exit(BOOM));
      Term message = self.receive();
      assertThat(message)
          .isEqualTo(
              Tuple.of(Atom.of("DOWN"), watched.ref(), Atom.of("process"), watched.pid(), BOOM));
      return "told";
    });
  }

  @Test
  void everyMonitorFiresForItself() throws Exception {
    stage.run(self -> {
      Pid watched = self.spawn(Stage::idle);
      Set<Ref> refs = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        refs.add(self.monitor(watched));
      }
      self.exit(watched, BOOM);
      for (int i = 0; i < 10; i++) {
        assertThat(refs.remove(self.receive(Down.class).ref())).isTrue();
      }
      assertThat(self.receive(SOON)).isEmpty();
      return "ten";
    });
  }

  @Test
  void nobodyIsNoproc() throws Exception {
    stage.run(self -> {
      Pid gone = self.spawnMonitor(_ -> {}).pid();
      self.receive(Down.class);
      Ref byPid = self.monitor(gone);
      Down one = self.receive(Down.class);
      Ref byName = self.monitor("nobody");
      Down other = self.receive(Down.class);
      assertThat(one).isEqualTo(new Down(byPid, gone, NOPROC));
      assertThat(other)
          .isEqualTo(new Down(byName, Tuple.of(Atom.of("nobody"), Stage.NODE.atom()), NOPROC));
      return "noproc";
    });
  }

  @Test
  void elsewhereIsNoconnectionWithoutANetwork() throws Exception {
    stage.run(self -> {
      Pid there = new Pid(THERE.atom(), 1, 0, 1);
      Ref byPid = self.monitor(there);
      Ref byName = self.monitor("till", THERE);
      assertThat(List.of(self.receive(Down.class), self.receive(Down.class)))
          .containsExactly(
              new Down(byPid, there, NOCONNECTION),
              new Down(byName, Tuple.of(Atom.of("till"), THERE.atom()), NOCONNECTION));
      return "noconnection";
    });
  }

  @Test
  void aMonitorByNameMeansTheProcessThatHadTheName() throws Exception {
    stage.run(self -> {
      Pid first = stage.processes.spawn("till", Stage::idle);
      Ref ref = self.monitor("till");
      self.unregister("till");
      Pid second = stage.processes.spawn("till", Stage::idle);
      self.exit(second, BOOM);
      assertThat(self.receive(Down.class, SOON)).isEmpty();
      self.exit(first, BOOM);
      assertThat(self.receive(Down.class))
          .isEqualTo(new Down(ref, Tuple.of(Atom.of("till"), Stage.NODE.atom()), BOOM));
      return "the first";
    });
  }

  @Test
  void aMonitorByNameIsGivenUpAtTheProcessThatHadTheName() throws Exception {
    stage.run(self -> {
      Pid first = stage.processes.spawn("till", Stage::idle);
      Ref ref = self.monitor("till");
      self.unregister("till");
      stage.processes.spawn("till", Stage::idle);
      assertThat(self.demonitor(ref)).isTrue();
      self.exit(first, BOOM);
      assertThat(self.receive(Down.class, SOON)).isEmpty();
      return "given up";
    });
  }

  @Test
  void aMonitorGivenUpIsSilent() throws Exception {
    stage.run(self -> {
      Pid watched = self.spawn(Stage::idle);
      Ref ref = self.monitor(watched);
      assertThat(self.demonitor(ref)).isTrue();
      assertThat(self.demonitor(ref)).isFalse();
      Ref other = self.monitor(watched);
      self.exit(watched, BOOM);
      assertThat(self.receive(Down.class).ref()).isEqualTo(other);
      assertThat(self.receive(SOON)).isEmpty();
      return "silent";
    });
  }

  @Test
  void flushingLeavesNothingOfAMonitor() throws Exception {
    stage.run(self -> {
      Self.Spawned one = self.spawnMonitor(_ -> {});
      Self.Spawned other = self.spawnMonitor(_ -> {});
      Stage.await(() -> stage.processes.snapshot().processes() == 1);
      assertThat(self.demonitorFlush(one.ref())).as("has fired").isFalse();
      assertThat(self.receive(Down.class)).isEqualTo(new Down(other.ref(), other.pid(), NORMAL));
      assertThat(self.receive(Duration.ZERO)).isEmpty();
      return "flushed";
    });
  }

  @Test
  void watchingItselfIsNothing() throws Exception {
    Term reason =
        stage.run(self -> {
          self.spawnMonitor(narcissus -> {
            narcissus.monitor(narcissus.pid());
            narcissus.exit(BOOM);
          });
          return self.receive(Down.class).reason();
        });
    assertThat(reason).isEqualTo(BOOM);
  }

  @Test
  void aMessageBeforeTheEndArrivesBeforeTheNews() throws Exception {
    for (int i = 0; i < 200; i++) {
      Term first =
          stage.run(self -> {
            Pid me = self.pid();
            self.spawnMonitor(child -> child.send(me, "before"));
            return self.receive();
          });
      assertThat(first).hasToString("<<\"before\">>");
    }
  }
}
