package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.node.NodeEvent.SeedUnreachable;
import io.tempelhof.core.term.NodeName;
import org.junit.jupiter.api.Test;

class SeedLogTest {
  private static final NodeName US = NodeName.of("a@h");
  private static final long MINUTE = 60_000_000_000L;
  private static final SeedUnreachable REFUSED =
      new SeedUnreachable(NodeName.of("b@h"), DialFailure.REFUSED);
  private static final SeedUnreachable COOKIE =
      new SeedUnreachable(NodeName.of("b@h"), DialFailure.WRONG_COOKIE);

  @Test
  void saysWhenTheReasonIsAnotherOneAndNowAndThen() {
    SeedLog log = new SeedLog();
    assertThat(log.unreachable(US, REFUSED, 0)).isTrue();
    assertThat(log.unreachable(US, REFUSED, 9 * MINUTE)).isFalse();
    assertThat(log.unreachable(US, COOKIE, 9 * MINUTE)).isTrue();
    assertThat(log.unreachable(US, COOKIE, 18 * MINUTE)).isFalse();
    assertThat(log.unreachable(US, COOKIE, 19 * MINUTE)).isTrue();
  }
}
