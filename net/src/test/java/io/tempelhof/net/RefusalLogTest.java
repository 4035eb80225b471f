package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
  @Test
  void writesTwentyLinesASecond() {
    RefusalLog log = new RefusalLog();
    for (int i = 0; i < RefusalLog.LINES_MAX; i++) {
      assertThat(log.refused(NodeName.of("a@h"), "192.0.2.1:1", "a test", 1 + i)).isTrue();
    }
    assertThat(log.refused(NodeName.of("a@h"), "192.0.2.1:1", "a test", 999_999_999)).isFalse();
    assertThat(log.refused(NodeName.of("a@h"), "192.0.2.1:1", "a test", 1_000_000_001)).isTrue();
  }
}
