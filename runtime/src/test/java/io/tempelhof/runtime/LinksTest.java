package io.tempelhof.runtime;

import static io.tempelhof.core.signal.ExitReason.KILL;
import static io.tempelhof.core.signal.ExitReason.KILLED;
import static io.tempelhof.core.signal.ExitReason.NOCONNECTION;
import static io.tempelhof.core.signal.ExitReason.NOPROC;
import static io.tempelhof.core.signal.ExitReason.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Links between processes of one node.
@ParameterizedClass(name = "encodeLocal {0}")
@ValueSource(booleans = {false, true})
class LinksTest {
  private static final Atom BOOM = Atom.of("boom");
  private static final Duration SOON = Duration.ofMillis(50);

  private final Stage stage;

  LinksTest(boolean encodeLocal) {
    this.stage = new Stage(encodeLocal);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void aLinkedProcessEndsWithTheSameReason() throws Exception {
    Term reason =
        stage.run(self -> {
          Pid me = self.pid();
          var outer =
              self.spawnMonitor(parent -> {
                Pid child = parent.spawnLink(Stage::idle);
                parent.send(me, child);
                Stage.idle(parent);
              });
          Pid child = self.receive(Pid.class);
          self.exit(child, BOOM);
          Down down = self.receive(Down.class);
          assertThat(down.source()).isEqualTo(outer.pid());
          assertThat(down.ref()).isEqualTo(outer.ref());
          return down.reason();
        });
    assertThat(reason).isEqualTo(BOOM);
  }

  @Test
  void aTrappingProcessHearsOfEveryEndOfTheLinked() throws Exception {
    List<Term> reasons =
        stage.run(self -> {
          self.trapExits(true);
          Pid normal = self.spawnLink(_ -> {});
          Exited first = self.receive(Exited.class);
          assertThat(first.from()).isEqualTo(normal);
          self.spawnLink(child -> child.exit(BOOM));
          Exited second = self.receive(Exited.class);
          Pid killed = self.spawnLink(Stage::idle);
          self.exit(killed, KILL);
          Exited third = self.receive(Exited.class);
          self.spawnLink(child -> child.exit(KILL));
          Exited fourth = self.receive(Exited.class);
          return List.of(first.reason(), second.reason(), third.reason(), fourth.reason());
        });
    assertThat(reasons).containsExactly(NORMAL, BOOM, KILLED, KILL);
  }

  @Test
  void aNormalEndSparesTheLinked() throws Exception {
    String alive =
        stage.run(self -> {
          self.spawnLink(_ -> {});
          Stage.await(() -> stage.processes.snapshot().processes() == 1);
          self.receive(SOON);
          return "alive";
        });
    assertThat(alive).isEqualTo("alive");
  }

  @Test
  void aLinkToNobodyIsNoproc() throws Exception {
    List<Term> reasons =
        stage.run(self -> {
          self.trapExits(true);
          Pid gone = self.spawnLink(_ -> {});
          self.receive(Exited.class);
          self.link(gone);
          Exited exited = self.receive(Exited.class);
          assertThat(exited.from()).isEqualTo(gone);
          Pid earlier = new Pid(gone.node(), gone.id(), gone.serial(), Stage.CREATION - 1);
          self.link(earlier);
          Exited older = self.receive(Exited.class);
          assertThat(older.from()).isEqualTo(earlier);
          return List.of(exited.reason(), older.reason());
        });
    assertThat(reasons).containsExactly(NOPROC, NOPROC);
  }

  @Test
  void aLinkToNobodyEndsAProcessThatDoesNotTrap() throws Exception {
    Term reason =
        stage.run(self -> {
          Pid gone = self.spawnMonitor(_ -> {}).pid();
          self.receive(Down.class);
          self.spawnMonitor(linking -> linking.link(gone));
          return self.receive(Down.class).reason();
        });
    assertThat(reason).isEqualTo(NOPROC);
  }

  @Test
  void aLinkElsewhereIsNoconnectionWithoutANetwork() throws Exception {
    List<Exited> exits =
        stage.run(self -> {
          self.trapExits(true);
          Pid there = new Pid(Atom.of("there@localhost"), 1, 0, 1);
          Pid nowhere = new Pid(Atom.of("not a node"), 1, 0, 1);
          self.link(there);
          self.link(nowhere);
          return List.of(self.receive(Exited.class), self.receive(Exited.class));
        });
    assertThat(exits).extracting(Exited::reason).containsExactly(NOCONNECTION, NOCONNECTION);
  }

  @Test
  void linkingTwiceIsOneLink() throws Exception {
    stage.run(self -> {
      self.trapExits(true);
      Pid peer = self.spawnLink(Stage::idle);
      self.link(peer);
      self.exit(peer, BOOM);
      self.receive(Exited.class);
      assertThat(self.receive(Exited.class, SOON)).isEmpty();
      return "one";
    });
  }

  @Test
  void linkingToItselfIsNothing() throws Exception {
    Term reason =
        stage.run(self -> {
          self.spawnMonitor(narcissus -> {
            narcissus.link(narcissus.pid());
            narcissus.unlink(narcissus.pid());
            narcissus.exit(BOOM);
          });
          return self.receive(Down.class).reason();
        });
    assertThat(reason).isEqualTo(BOOM);
  }

  @Test
  void anUnlinkedPeerIsOfNoConcern() throws Exception {
    stage.run(self -> {
      self.trapExits(true);
      Pid peer = self.spawnLink(Stage::idle);
      self.unlink(peer);
      self.monitor(peer);
      self.exit(peer, BOOM);
      self.receive(Down.class);
      assertThat(self.receive(Exited.class, Duration.ZERO)).isEmpty();
      return "unlinked";
    });
  }

  @Test
  void unlinkingWorksFromTheOtherEndToo() throws Exception {
    stage.run(self -> {
      Pid me = self.pid();
      Pid peer =
          self.spawnLink(child -> {
            child.unlink(me);
            child.send(me, "unlinked");
            Stage.idle(child);
          });
      self.receive(String.class);
      self.monitor(peer);
      self.exit(peer, BOOM);
      assertThat(self.receive(Down.class).reason()).isEqualTo(BOOM);
      return "alive";
    });
  }

  @Test
  void unlinkingTheDeadForgetsThem() throws Exception {
    stage.run(self -> {
      self.trapExits(true);
      Pid gone = self.spawnMonitor(_ -> {}).pid();
      self.receive(Down.class);
      self.unlink(gone);
      self.link(gone);
      assertThat(self.receive(Exited.class).reason()).isEqualTo(NOPROC);
      return "forgotten";
    });
  }

  @Test
  void exitsTravelAlongAChain() throws Exception {
    int length = 500;
    Term reason =
        stage.run(self -> {
          Pid me = self.pid();
          var first = self.spawnMonitor(link -> chain(link, me, length));
          Pid last = self.receive(Pid.class);
          self.exit(last, BOOM);
          Down down = self.receive(Down.class);
          assertThat(down.source()).isEqualTo(first.pid());
          return down.reason();
        });
    assertThat(reason).isEqualTo(BOOM);
    Stage.await(() -> stage.processes.snapshot().processes() == 0);
  }

  private static void chain(Self self, Pid starter, int more) {
    if (more == 0) {
      self.send(starter, self.pid());
    } else {
      self.spawnLink(next -> chain(next, starter, more - 1));
    }
    Stage.idle(self);
  }

  @Test
  void aMessageBeforeTheEndArrivesBeforeTheExit() throws Exception {
    for (int i = 0; i < 200; i++) {
      Object first =
          stage.run(self -> {
            self.trapExits(true);
            Pid me = self.pid();
            self.spawnLink(child -> child.send(me, "before"));
            Term message = self.receive();
            self.receive(Exited.class);
            return message;
          });
      assertThat(first).hasToString("<<\"before\">>");
    }
  }

  /// Holds up exit signals to another node, and with them all that the ending process has to tell.
  private record SlowToTell(CountDownLatch ending, CountDownLatch goOn) implements Remote {
    @Override
    public void send(NodeName node, Signal signal) {
      post(node, signal);
    }

    @Override
    public boolean trySend(NodeName node, Signal signal) {
      post(node, signal);
      return true;
    }

    @Override
    public void post(NodeName node, Signal signal) {
      if (signal instanceof Signal.Exit) {
        ending.countDown();
        Stage.heedless(goOn);
      }
    }
  }

  @Test
  void linkingAgainToOneThatIsJustEndingChangesNothing() throws Exception {
    var remote = new SlowToTell(new CountDownLatch(1), new CountDownLatch(1));
    try (Stage slow = new Stage(remote, Options.DEFAULT)) {
      Term reason =
          slow.run(self -> {
            self.trapExits(true);
            Pid me = self.pid();
            Pid other =
                self.spawn(mortal -> {
                  mortal.link(new Pid(Atom.of("there@localhost"), 5, 0, 3));
                  mortal.link(me);
                  mortal.exit(BOOM);
                });
            Stage.heedless(remote.ending());
            self.link(other);
            remote.goOn().countDown();
            return self.receive(Exited.class).reason();
          });
      assertThat(reason).isEqualTo(BOOM);
    }
  }
}
