package io.tempelhof.runtime.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessThreadsTest {
  @Test
  void aSchedulerThatCannotBeHadIsNamedWithTheRemedy() {
    assertThat(ProcessThreads.problemOf("own", false))
        .isEqualTo(
            "-Dtempelhof.scheduler=own needs --add-opens=java.base/java.lang=ALL-UNNAMED; start the"
                + " JVM with both");
    assertThat(ProcessThreads.problemOf("mine", true))
        .isEqualTo("-Dtempelhof.scheduler=mine names no scheduler; say jvm or own");
  }

  @Test
  void thatOfTheJvmIsAlwaysThere() {
    assertThat(ProcessThreads.problemOf("jvm", false)).isNull();
    assertThat(ProcessThreads.problemOf("own", true)).isNull();
    assertThat(ProcessThreads.problem()).isEmpty();
  }

  @Test
  void processesRunOnVirtualThreads() {
    assertThat(ProcessThreads.unstarted(() -> {}).isVirtual()).isTrue();
  }
}
