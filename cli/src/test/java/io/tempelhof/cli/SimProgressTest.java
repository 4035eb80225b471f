package io.tempelhof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.sim.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SimProgressTest {
  private static final long SECOND = 1_000_000_000L;

  private final StringWriter written = new StringWriter();

  private void tell(boolean terminal, String... phases) {
    SimProgress progress = new SimProgress(new PrintWriter(written), terminal, 0);
    for (int i = 0; i < phases.length; i++) {
      progress.tell(new Progress(phases[i], i, 7, 100, 3.5, 4, 5), (i + 1) * SECOND);
    }
    progress.end();
  }

  @Test
  void onATerminalOneLineIsRedrawnAndGoesInTheEnd() {
    tell(true, "joining", "joining");
    assertThat(written.toString())
        .doesNotContain("\n")
        .containsPattern("joining +7 nodes, 3\\.5 peers \\(max 4\\), 5\\.0 connections, 100 events")
        .endsWith("\r\033[K");
  }

  @Test
  void elsewhereALineSaysWhatHasBegunAndOneNowAndThenThatItGoesOn() {
    tell(false, "joining", "joining", "stable");
    assertThat(written.toString().lines()).hasSize(2).last().asString().contains("stable");
    String[] same = new String[25];
    Arrays.fill(same, "stable");
    written.getBuffer().setLength(0);
    tell(false, same);
    assertThat(written.toString().lines()).hasSize(3);
  }
}
