package io.tempelhof.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final long SECOND = 1_000_000_000L;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final Snapshot start =
      Samples.at(0, Samples.jvm(1, Samples.node(1, List.of(), List.of())));
  private final PhaseRow join = PhaseRow.of(Phase.JOIN, start, start);

  @Test
  void elsewhereThanOnATerminalThereAreOnlyPlainLinesNowAndThen() {
    Screen screen = screen(false);
    for (int second = 0; second <= 21; second++) {
      screen.progress(join, "joining", second * SECOND);
    }
    screen.finish(join);
    assertThat(text()).doesNotContain("\033");
    assertThat(text().lines().filter(l -> l.endsWith("joining"))).hasSize(2);
    assertThat(text().lines().filter(l -> l.startsWith("phase"))).hasSize(1);
    assertThat(text().lines().filter(l -> l.endsWith("done"))).hasSize(1);
  }

  @Test
  void onATerminalTheTableIsRedrawnInPlace() {
    Screen screen = screen(true);
    screen.progress(join, "joining", 0);
    screen.progress(join, "joining still", SECOND);
    assertThat(text()).contains("\033[4A\r\033[J");
    screen.finish(join);
    screen.release();
    screen.say("verdict");
    assertThat(text()).endsWith("verdict" + System.lineSeparator());
    assertThat(afterLastErase()).contains(join.toString()).doesNotContain("joining");
  }

  private String afterLastErase() {
    return text().substring(text().lastIndexOf("\033[J"));
  }

  private Screen screen(boolean terminal) {
    return new Screen(new PrintWriter(shown, true, StandardCharsets.UTF_8), terminal);
  }

  private String text() {
    return shown.toString(StandardCharsets.UTF_8);
  }
}
