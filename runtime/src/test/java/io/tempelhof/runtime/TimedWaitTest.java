package io.tempelhof.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedWaitTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(1_100);

  private final Stage stage = new Stage(false);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void aTimeoutComesInTimeAlsoAfterManyThatDidNotCome() throws Exception {
    long waited =
        stage.run(self -> {
          for (int i = 0; i < 100; i++) {
            self.sendAfter(Duration.ofNanos(1), self.pid(), i);
            assertThat(self.receive(Integer.class, LONG)).contains(i);
          }
          long begin = System.nanoTime();
          assertThat(self.receive(Integer.class, SHORT)).isEmpty();
          return System.nanoTime() - begin;
        });
    assertThat(waited).isBetween(SHORT.toNanos(), LONG.toNanos() / 2);
  }

  @Test
  void aStandingAlarmWakesForNothingAndTheNextOneInTime() {
    TimedWait wait = new TimedWait(System.nanoTime());
    Thread me = Thread.currentThread();
    for (int i = 0; i < 50; i++) {
      LockSupport.unpark(me);
      wait.until(this, System.nanoTime() + LONG.toNanos(), System.nanoTime());
    }
    long deadline = System.nanoTime() + SHORT.toNanos();
    while (System.nanoTime() < deadline) {
      wait.until(this, deadline, System.nanoTime());
    }
    assertThat(System.nanoTime() - deadline).isLessThan(LONG.toNanos() / 2);
  }
}
