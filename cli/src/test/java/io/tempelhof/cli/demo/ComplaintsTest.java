package io.tempelhof.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
  private final List<String> shown = new ArrayList<>();

  @Test
  void countsWarningsThatNobodyCouldReadAndShowsEverythingElse() {
    Complaints complaints = new Complaints(2, false, shown::add);
    for (int i = 0; i < 1_000; i++) {
      complaints.heard("07:59:02.553 WARN  Listener n1@127.0.0.1: refused connection " + i);
    }
    complaints.heard("07:59:02.554 ERROR Talking bug: lost");
    complaints.heard("\tat io.tempelhof.Somewhere");
    assertThat(shown).hasSize(Complaints.WARNINGS_MAX + 3);
    assertThat(shown.getFirst()).startsWith("jvm 2: 07:59").endsWith("refused connection 0");
    assertThat(shown.get(Complaints.WARNINGS_MAX)).contains("--verbose");
    assertThat(shown.getLast()).endsWith("\tat io.tempelhof.Somewhere");
    assertThat(complaints.hidden()).isEqualTo(1_000 - Complaints.WARNINGS_MAX);
  }

  @Test
  void hidesNothingFromWhoWantsAll() {
    Complaints complaints = new Complaints(1, true, shown::add);
    for (int i = 0; i < 10; i++) {
      complaints.heard("07:59:02.553 WARN  Listener n1@127.0.0.1: refused connection " + i);
    }
    assertThat(shown).hasSize(10);
    assertThat(complaints.hidden()).isZero();
  }
}
