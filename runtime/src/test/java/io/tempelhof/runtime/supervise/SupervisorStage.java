package io.tempelhof.runtime.supervise;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.supervise.ChildState;
import io.tempelhof.core.supervise.ChildStatus;
import io.tempelhof.core.supervise.Intensity;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Pid;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Stage;
import io.tempelhof.runtime.behaviour.Startable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/// Supervisors of real processes, for a test.
abstract class SupervisorStage {
  static final Intensity OFTEN = Intensity.of(100, Duration.ofSeconds(1));
  static final Atom SHUTDOWN = Atom.of("shutdown");

  final Stage stage = new Stage(false);
  final List<String> events = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    stage.close();
  }

  /// A child that registers its name, and says when it starts and ends.
  ChildSpec worker(String name) {
    return ChildSpec.of(
        name,
        Startable.of(
                self -> {
                  events.add("+" + name);
                  return running(name);
                })
            .named(name));
  }

  Body running(String name) {
    return self -> {
      try {
        Stage.idle(self);
      } finally {
        events.add("-" + name);
      }
    };
  }

  Pid pid(String name) {
    Stage.await(() -> stage.processes.whereis(name).isPresent());
    return stage.processes.whereis(name).orElseThrow();
  }

  void kill(String name) throws Exception {
    Pid victim = pid(name);
    stage.run(self -> {
      self.exit(victim, ExitReason.KILL);
      return true;
    });
    Stage.await(() -> stage.processes.whereis(name).filter(p -> !p.equals(victim)).isPresent());
  }

  List<ChildStatus> children(Pid supervisor) throws Exception {
    return stage.run(self -> SupervisorRef.to(supervisor).children(self));
  }

  ChildState state(Pid supervisor, String id) throws Exception {
    return children(supervisor).stream()
        .filter(child -> child.id().equals(Binary.of(id)))
        .findFirst()
        .orElseThrow()
        .state();
  }

  void stop(Pid supervisor) throws Exception {
    stage.run(self -> {
      SupervisorRef.to(supervisor).stop(self, SHUTDOWN);
      return true;
    });
  }
}
