package io.tempelhof.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What is said of processes that end badly, or do not end.
class CrashTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    for (Logger logger : loggers()) {
      logger.addAppender(log);
      logger.setAdditive(false);
    }
    log.start();
  }

  @AfterEach
  void stopListening() {
    for (Logger logger : loggers()) {
      logger.detachAppender(log);
      logger.setAdditive(true);
    }
  }

  private static Logger[] loggers() {
    return new Logger[] {
      (Logger) LoggerFactory.getLogger(Life.class),
      (Logger) LoggerFactory.getLogger(StuckWatch.class)
    };
  }

  @Test
  void aCrashIsLoggedOnceWithProcessReasonAndStack() throws Exception {
    try (var stage = new Stage(false)) {
      Pid pid =
          stage.processes.spawn(_ -> {
            throw new IllegalStateException("the till is closed");
          });
      Stage.await(() -> stage.processes.snapshot().processes() == 0);
      assertThat(log.list).hasSize(1);
      ILoggingEvent event = log.list.getFirst();
      assertThat(event.getLevel()).isEqualTo(Level.ERROR);
      assertThat(event.getFormattedMessage())
          .isEqualTo("process " + pid + " on here@localhost crashed");
      assertThat(event.getThrowableProxy().getMessage()).isEqualTo("the till is closed");
      assertThat(event.getThrowableProxy().getStackTraceElementProxyArray()).isNotEmpty();
    }
  }

  @Test
  void anEndThatIsNoCrashIsNotLogged() throws Exception {
    try (var stage = new Stage(false)) {
      stage.run(self -> {
        self.spawnMonitor(child -> child.exit("enough"));
        self.receive(Down.class);
        Pid asked = self.spawnMonitor(_ -> new CountDownLatch(1).await()).pid();
        self.exit(asked, Atom.of("shutdown"));
        return self.receive(Down.class);
      });
      assertThat(log.list).isEmpty();
    }
  }

  @Test
  void whoDoesNotEndIsShownAsStuckUntilItDoes() throws Exception {
    var mayEnd = new CountDownLatch(1);
    var options = Options.DEFAULT.withStuckAfter(Duration.ofMillis(30));
    try (var stage = new Stage(Remote.NONE, options)) {
      Pid pid =
          stage.processes.spawn(self -> {
            self.register("heedless");
            Stage.heedless(mayEnd);
          });
      Stage.await(() -> stage.processes.whereis("heedless").isPresent());
      assertThat(stage.processes.snapshot().stuck()).isEmpty();
      stage.processes.close();
      Stage.await(() -> !stage.processes.snapshot().stuck().isEmpty());
      assertThat(stage.processes.snapshot().stuck()).containsExactly(pid);
      Stage.await(() -> !log.list.isEmpty());
      assertThat(log.list.getFirst().getFormattedMessage())
          .startsWith(
              "process "
                  + pid
                  + " on here@localhost is stuck: it must end (killed) and has not within 30 ms")
          .contains("at io.tempelhof.runtime.Stage.heedless");
      mayEnd.countDown();
      Stage.await(() -> stage.processes.snapshot().processes() == 0);
      assertThat(stage.processes.snapshot().stuck()).isEmpty();
      assertThat(stage.processes.snapshot().stuckEver()).isEqualTo(1);
      assertThat(log.list).as("logged once").hasSize(1);
    }
  }

  @Test
  void keepsReasonsWithinBounds() {
    Term reason = Crash.reason(deep(100, "x".repeat(10_000)));
    Tuple error = (Tuple) ((Tuple) reason).at(0);
    assertThat(((Binary) error.at(1)).size()).isEqualTo(Crash.MESSAGE_CHARS_MAX);
    assertThat(((ListTerm) ((Tuple) reason).at(1)).size()).isEqualTo(Crash.FRAMES_MAX);
  }

  private static RuntimeException deep(int frames, String message) {
    return frames == 0 ? new RuntimeException(message) : deep(frames - 1, message);
  }

  @Test
  void anExceptionWithoutMessageOrStackIsAReasonToo() {
    var bare = new RuntimeException(null, null, false, false) {};
    assertThat(((Tuple) ((Tuple) Crash.reason(bare)).at(0)).at(1)).isEqualTo(Atom.UNDEFINED);
    assertThat(((Tuple) Crash.reason(bare)).at(1)).isEqualTo(ListTerm.of());
  }
}
