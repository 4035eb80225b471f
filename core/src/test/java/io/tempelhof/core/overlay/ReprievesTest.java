package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Notices;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReprievesTest {
  private static final long SECOND = 1_000_000_000L;

  private final FourBitTable table = new FourBitTable();
  private final Reprieves reprieves = new Reprieves(table.connections, 1);
  private final NodeRecord node = FourBitTable.record("x", 0b0001);
  private final Notice death = Notice.of(Notice.Status.DEAD, node);
  private final List<Wish> wishes = new ArrayList<>();

  private boolean grant() {
    return reprieves.grant(death, SECOND, SECOND, wishes::add);
  }

  @Test
  void aNodeWeHearIsToldThatItIsDeadBeforeThatIsBelieved() {
    table.peer("x", 0b0001);
    assertThat(grant()).isTrue();
    assertThat(grant()).as("the same from somebody else").isTrue();
    assertThat(wishes)
        .singleElement()
        .matches(wish ->
            wish instanceof Wish.Tell tell
                && tell.to().equals(node.name())
                && tell.message() instanceof Notices);
    assertThat(reprieves.due(SECOND + Reprieves.ANSWER_NANOS - 1)).isEmpty();
    assertThat(reprieves.due(SECOND + Reprieves.ANSWER_NANOS))
        .extracting(Reprieves.Pending::notice)
        .containsExactly(death);
    assertThat(reprieves.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void itsRefutationEndsTheMatter() {
    table.peer("x", 0b0001);
    grant();
    assertThat(reprieves.heard(node)).as("it has said nothing new").isNull();
    assertThat(reprieves.heard(node.refuting(0)).notice()).isEqualTo(death);
    assertThat(reprieves.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whoIsNotConnectedOrSilentIsBelievedToBeDeadAtOnce() {
    assertThat(grant()).isFalse();
    table.peer("x", 0b0001).quiet(true, SECOND);
    assertThat(grant()).isFalse();
  }

  @Test
  void whenTheConnectionEndsTheDeathIsBelieved() {
    table.peer("x", 0b0001);
    grant();
    assertThat(reprieves.gone(node.name()).notice()).isEqualTo(death);
  }
}
