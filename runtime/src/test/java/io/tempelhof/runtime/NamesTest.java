package io.tempelhof.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tempelhof.core.term.Pid;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamesTest {
  private final Stage stage =
      new Stage(Remote.NONE, Options.DEFAULT.withNamesMax(3).withProcessesMax(100));
  private final Processes processes = stage.processes;

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void aProcessIsFoundAndSentToByItsName() throws Exception {
    stage.run(self -> {
      self.register("me");
      assertThat(self.whereis("me")).contains(self.pid());
      self.send("me", 1);
      self.send("me", self.node(), 2);
      assertThat(self.receive(Integer.class) + self.receive(Integer.class)).isEqualTo(3);
      return "found";
    });
  }

  @Test
  void aTakenNameSaysWhoHasIt() {
    Pid owner = processes.spawn("till", Stage::idle);
    assertThatExceptionOfType(NameTakenException.class)
        .isThrownBy(() -> processes.spawn("till", Stage::idle))
        .withMessage("the name \"till\" is registered already, for " + owner);
    assertThat(processes.snapshot().processes()).as("nothing was started").isEqualTo(1);
  }

  @Test
  void aProcessHasOneName() {
    Pid pid = processes.spawn("till", Stage::idle);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> processes.register("other", pid))
        .withMessageContaining("registered as \"till\" already");
    assertThat(processes.unregister("till")).isTrue();
    processes.register("other", pid);
    assertThat(processes.whereis("other")).contains(pid);
    assertThat(processes.whereis("till")).isEmpty();
  }

  @Test
  void someNamesAreNone() {
    Pid pid = processes.spawn(Stage::idle);
    for (String name : List.of("", "undefined", "x".repeat(256))) {
      assertThatIllegalArgumentException().isThrownBy(() -> processes.register(name, pid));
    }
    processes.register("x".repeat(255), pid);
  }

  @Test
  void aNameIsFreeOnceItsProcessHasEnded() throws Exception {
    Pid pid = processes.spawn("till", Stage::idle);
    stage.run(self -> {
      self.monitor(pid);
      self.exit(pid, "enough");
      self.receive(Down.class);
      assertThat(self.whereis("till")).isEmpty();
      self.register("till");
      return "free";
    });
    assertThatIllegalArgumentException()
        .isThrownBy(() -> processes.register("gone", pid))
        .withMessageContaining("no process");
    processes.unregister("till");
    assertThat(processes.unregister("till")).isFalse();
  }

  @Test
  void thereAreOnlySoManyNames() {
    for (int i = 0; i < 3; i++) {
      processes.spawn("name" + i, Stage::idle);
    }
    assertThatExceptionOfType(SystemLimitException.class)
        .isThrownBy(() -> processes.spawn("one more", Stage::idle))
        .withMessageContaining("3 names");
    processes.unregister("name1");
    processes.spawn("one more", Stage::idle);
  }

  @Test
  void thereAreOnlySoManyProcesses() {
    for (int i = 0; i < 100; i++) {
      processes.spawn(Stage::idle);
    }
    assertThatExceptionOfType(SystemLimitException.class)
        .isThrownBy(() -> processes.spawn(Stage::idle))
        .withMessageContaining("100 processes");
    processes.close();
    Stage.await(() -> processes.snapshot().processes() == 0);
    assertThat(processes.snapshot().spawned()).isEqualTo(100);
  }

  @Test
  void oneOfManyGetsAName() throws Exception {
    int contenders = 40;
    var start = new CountDownLatch(1);
    List<CompletableFuture<Boolean>> results = new ArrayList<>();
    for (int i = 0; i < contenders; i++) {
      results.add(
          stage.start(self -> {
            start.await();
            try {
              self.register("only");
              return true;
            } catch (NameTakenException _) {
              return false;
            } finally {
              self.receive(java.time.Duration.ofMillis(200));
            }
          }));
    }
    start.countDown();
    int winners = 0;
    for (var result : results) {
      winners += Stage.get(result) ? 1 : 0;
    }
    assertThat(winners).isEqualTo(1);
  }
}
