package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Fetch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoubtsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3_600 * SECOND;

  private final FourBitTable table = new FourBitTable();
  private final EventLog log = new EventLog();
  private final Doubts doubts = new Doubts(log, table.connections);
  private final List<Wish> wishes = new ArrayList<>();

  private static Notice dead(String name) {
    return Notice.of(Notice.Status.DEAD, FourBitTable.named(name));
  }

  private void tellsThatWeAreDead(Connection from, long now) {
    doubts.cutOff(from, 0, now, wishes::add);
  }

  private List<Notice> withdrawnAt(long now) {
    return doubts.withdrawn(now, wishes::add);
  }

  private List<String> asked() {
    return wishes.stream()
        .map(Wish.Tell.class::cast)
        .filter(wish -> wish.message() instanceof Fetch)
        .map(wish -> wish.to().toString())
        .toList();
  }

  @Test
  void whatTheOtherSideDoesNotKnowIsTakenBack() {
    Connection other = table.peer("other", 0b1000);
    log.add(dead("lives"), SECOND, SECOND);
    log.add(dead("died"), SECOND, SECOND);
    tellsThatWeAreDead(other, 2 * SECOND);
    doubts.told(other, dead("died"));
    assertThat(withdrawnAt(3 * SECOND)).as("before the answer can be there").isEmpty();
    assertThat(withdrawnAt(4 * SECOND)).containsExactly(dead("lives"));
    assertThat(log.down()).isOne();
  }

  @Test
  void howeverLongAgoItWasCutOff() {
    log.add(dead("lives"), SECOND, SECOND);
    Connection other = table.peer("other", 0b1000);
    other.quiet(true, HOUR);
    other.quiet(false, HOUR);
    tellsThatWeAreDead(other, HOUR);
    assertThat(withdrawnAt(HOUR + 2 * SECOND)).containsExactly(dead("lives"));
  }

  @Test
  void theNextOneIsAskedWhereAConnectionEndsBeforeTheAnswer() {
    Connection first = table.peer("first", 0b1000);
    Connection second = table.peer("second", 0b0100);
    log.add(dead("lives"), SECOND, SECOND);
    tellsThatWeAreDead(first, 2 * SECOND);
    tellsThatWeAreDead(second, 2 * SECOND);
    assertThat(asked()).containsExactly("first@h");
    table.connections.remove(first);
    assertThat(withdrawnAt(4 * SECOND)).isEmpty();
    assertThat(asked()).containsExactly("first@h", "second@h");
    assertThat(withdrawnAt(6 * SECOND)).containsExactly(dead("lives"));
  }

  @Test
  void theConnectionIsKeptUntilTheAnswer() {
    Connection other = table.peer("other", 0b1000);
    log.add(dead("lives"), SECOND, SECOND);
    tellsThatWeAreDead(other, 2 * SECOND);
    assertThat(other.neededUntil).isGreaterThanOrEqualTo(doubts.nextDeadline());
  }

  @Test
  void whatWasConfirmedIsNotDoubtedAgainBeforeTheAnswerIsWhole() {
    Connection other = table.peer("other", 0b1000);
    log.add(dead("died"), SECOND, SECOND);
    tellsThatWeAreDead(other, 2 * SECOND);
    doubts.told(other, dead("died"));
    tellsThatWeAreDead(table.peer("third", 0b0010), 3 * SECOND);
    assertThat(withdrawnAt(4 * SECOND)).isEmpty();
    assertThat(log.down()).isOne();
  }
}
