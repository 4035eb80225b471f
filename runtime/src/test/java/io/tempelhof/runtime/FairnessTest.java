package io.tempelhof.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Pid;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FairnessTest {
  private final Stage stage = new Stage(false);

  private record Ball(Pid from) {}

  @AfterEach
  void close() {
    stage.close();
  }

  /// The network and timers wake processes from threads that run none.
  @Test
  void whoIsWokenFromOutsideRunsHoweverMuchTheOthersTalkToEachOther() throws Exception {
    int pairs = 4 * Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < pairs; i++) {
      Pid one = stage.processes.spawn(FairnessTest::play);
      stage.processes.spawn(self -> {
        self.send(one, new Ball(self.pid()));
        play(self);
      });
    }
    for (int i = 0; i < 10; i++) {
      CompletableFuture<String> heard = new CompletableFuture<>();
      Pid listener = stage.processes.spawn(self -> heard.complete(self.receive(String.class)));
      stage.processes.send(listener, "from outside");
      assertThat(Stage.get(heard)).isEqualTo("from outside");
    }
  }

  private static void play(Self self) {
    while (true) {
      Ball ball = self.receive(Ball.class);
      self.send(ball.from(), new Ball(self.pid()));
    }
  }
}
