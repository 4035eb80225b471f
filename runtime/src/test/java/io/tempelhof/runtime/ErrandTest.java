package io.tempelhof.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.term.NodeName;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErrandTest {
  private final Stage stage = new Stage(false);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void whatItGivesOrThrowsComesOut() throws Exception {
    NodeName where = Errand.run(stage.processes, self -> self.node());
    assertThat(where).isEqualTo(Stage.NODE);
    assertThatThrownBy(() ->
            Errand.run(
                stage.processes,
                _ -> {
                  throw new IllegalStateException("no");
                }))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("no");
  }

  @Test
  void whoWaitsForAnErrandThatIsEndedIsTold() {
    assertThatThrownBy(() -> Errand.run(stage.processes, self -> self.exit(1)))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void whoWaitsForAnErrandThatIsEndedBeforeItBeganIsTold() {
    CompletableFuture<Integer> done = new CompletableFuture<>();
    stage.processes.start(new Promise<>(_ -> 1, done), LocalProcess::kill);
    assertThatThrownBy(() -> Stage.get(done)).isInstanceOf(CancellationException.class);
  }
}
