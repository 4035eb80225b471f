package io.tempelhof.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class StandstillTest {
  @Test
  void aProcessStandsStillUntilItIsLetGo() throws Exception {
    Process cat = new ProcessBuilder("cat").start();
    try (BufferedReader echo = cat.inputReader()) {
      Assumptions.assumeTrue(Files.exists(stat(cat)), "no /proc here");
      Standstill standstill = Standstill.of(cat.pid());
      awaitStill(cat);
      standstill.close();
      cat.outputWriter().append("still there\n").flush();
      assertThat(echo.readLine()).isEqualTo("still there");
      assertThat(state(cat)).isNotEqualTo('T');
    } finally {
      cat.destroyForcibly();
      assertThat(cat.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aProcessThatIsNotThereCannotBeStopped() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    assertThat(gone.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThatIOException().isThrownBy(() -> Standstill.of(gone.pid()));
  }

  /// A signal takes effect a moment after it was sent.
  private static void awaitStill(Process process) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (state(process) != 'T') {
      assertThat(System.nanoTime()).as("stopped in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private static Path stat(Process process) {
    return Path.of("/proc", Long.toString(process.pid()), "stat");
  }

  private static char state(Process process) throws IOException {
    String stat = Files.readString(stat(process));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }
}
