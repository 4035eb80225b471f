package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.overlay.OverlayMessage.Exchange;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExchangesTest {
  private static final long SECOND = 1_000_000_000L;

  private final FourBitTable table = new FourBitTable();
  private final Exchanges exchanges =
      new Exchanges(table.contacts, table.connections, new SplittableRandom(1));
  private final List<Wish> wishes = new ArrayList<>();

  private Exchange question() {
    return (Exchange) ((Wish.Tell) wishes.getLast()).message();
  }

  private List<String> answer(int asker, Exchange question) {
    return exchanges.answer(FourBitTable.id(asker), question, 0).contacts().stream()
        .map(Contact::record)
        .map(NodeRecord::name)
        .map(NodeName::name)
        .toList();
  }

  @Test
  void asksANeighbourAndSaysWhichBucketsLackContacts() {
    table.peer("near", 0b0001);
    table.peer("far", 0b1000);
    table.peer("farther", 0b1100);
    table.hearsay("farthest", 0b1111);
    exchanges.begin(0);
    exchanges.timer(SECOND, wishes::add);
    assertThat(((Wish.Tell) wishes.getFirst()).to())
        .isIn(NodeName.of("near@h"), NodeName.of("far@h"));
    BucketSet lacking = question().lacking();
    assertThat(lacking.contains(0)).isFalse();
    assertThat(lacking.contains(3)).isTrue();
    assertThat(lacking.contains(127)).isTrue();
  }

  @Test
  void asksOftenAtFirstAndThenAboutEveryTenSeconds() {
    exchanges.begin(0);
    List<Long> at = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      at.add(exchanges.nextDeadline());
      exchanges.timer(exchanges.nextDeadline(), wishes::add);
    }
    assertThat(at.subList(0, 4)).containsExactly(SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND);
    assertThat(at.get(4) - at.get(3)).isBetween(8 * SECOND, 12 * SECOND);
    assertThat(at.get(5) - at.get(4)).isBetween(8 * SECOND, 12 * SECOND);
  }

  @Test
  void asksTwoSoonAfterANeighbourWasLostHoweverManyAre() {
    table.peer("near", 0b0001);
    table.peer("nearer", 0b0010);
    exchanges.neighbourLost(0);
    assertThat(exchanges.nextDeadline()).as("before it has joined").isEqualTo(Long.MAX_VALUE);
    exchanges.begin(0);
    exchanges.neighbourLost(0);
    exchanges.neighbourLost(SECOND / 10);
    assertThat(exchanges.nextDeadline()).isEqualTo(Exchanges.AFTER_LOSS_NANOS);
    exchanges.timer(exchanges.nextDeadline(), wishes::add);
    assertThat(wishes).hasSize(Exchanges.ASKED_AFTER_LOSS);
  }

  @Test
  void answersWithWhomItKnowsClosestToTheAsker() {
    table.connected("asker", 0b1000);
    table.connected("beside", 0b1001);
    table.connected("far", 0b0100);
    assertThat(answer(0b1000, new Exchange(1, 0, BucketSet.NONE))).containsExactly("beside");
  }

  @Test
  void fillsTheBucketsTheAskerLacksAndNoOthers() {
    // Of the node 1000, 01.. and 001. are in bucket 0, 11.. in bucket 1.
    table.connected("a", 0b0100);
    table.connected("b", 0b0101);
    table.connected("c", 0b0110);
    table.connected("d", 0b1100);
    assertThat(answer(0b1000, new Exchange(0, 2, BucketSet.NONE.with(0))))
        .hasSize(2)
        .doesNotContain("d");
    assertThat(answer(0b1000, new Exchange(0, 2, BucketSet.NONE.with(1)))).containsExactly("d");
  }

  @Test
  void namesNobodyTwiceAndNobodyItHasNotHeardItself() {
    table.connected("heard", 0b1001);
    table.hearsay("rumoured", 0b1010);
    assertThat(answer(0b1000, Exchanges.copy())).containsExactly("heard");
  }

  @Test
  void keepsToItsLimitsWhateverIsAsked() {
    for (int bits = 1; bits < 16; bits++) {
      table.connected("n" + bits, bits);
    }
    Exchange greedy = new Exchange(Integer.MAX_VALUE, Integer.MAX_VALUE, BucketSet.ALL);
    assertThat(answer(0b0000, greedy)).doesNotHaveDuplicates().hasSize(15);
    assertThat(answer(0b0000, new Exchange(-1, -1, BucketSet.ALL))).isEmpty();
  }
}
