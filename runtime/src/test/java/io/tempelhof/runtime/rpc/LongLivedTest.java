package io.tempelhof.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Pid;
import io.tempelhof.runtime.Stage;
import io.tempelhof.runtime.io.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// {@code rex} and {@code user}, which nobody restarts, do not end by what others do.
class LongLivedTest {
  private final Stage stage = new Stage(false);

  @AfterEach
  void end() {
    stage.close();
  }

  private Pid rex() {
    Rex.start(stage.processes, Exports.of(stage.processes));
    return stage.processes.whereis("rex").orElseThrow();
  }

  private Pid user() {
    User.start(stage.processes);
    return stage.processes.whereis("user").orElseThrow();
  }

  @Test
  void liveOnWhenAProcessLinkedToThemFails() throws Exception {
    for (Pid pid : new Pid[] {rex(), user()}) {
      Pid peer =
          stage.processes.spawn(self -> {
            self.receive();
            self.link(pid);
            throw self.exit("mishap");
          });
      Stage.await(() -> stage.processes.info(pid).orElseThrow().trapsExits());
      long before = stage.processes.info(pid).orElseThrow().received();
      stage.processes.send(peer, "go");
      Stage.await(() -> stage.processes.info(pid).orElseThrow().received() > before);
      assertThat(stage.processes.info(pid).orElseThrow().links()).isEmpty();
    }
  }
}
