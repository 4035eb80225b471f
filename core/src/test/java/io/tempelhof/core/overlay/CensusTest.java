package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.MemberEvent.Down.Cause;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CensusTest {
  private static final long SECOND = 1_000_000_000L;

  private final FourBitTable table = new FourBitTable();
  private final EventLog log = new EventLog();
  private final Census census = new Census(true, table.contacts, table.connections, log);
  private final List<Wish> wishes = new ArrayList<>();

  private static NodeRecord incarnation(long startStamp) {
    NodeRecord first = FourBitTable.record("x", 0b0001);
    return new NodeRecord(
        first.id(),
        first.name(),
        (int) startStamp,
        startStamp,
        first.address(),
        first.domain(),
        first.capabilities());
  }

  private boolean learn(Notice.Status status, NodeRecord node) {
    return census.learn(Notice.of(status, node), SECOND, SECOND, wishes::add);
  }

  @Test
  void lateWordOfAFormerIncarnationEndsNothing() {
    census.begin(0);
    Connection connection = table.peer("x", 0b0001);
    connection.introduced(incarnation(9), false);
    table.contacts.connected(incarnation(9), SECOND);
    assertThat(learn(Notice.Status.ALIVE, incarnation(5))).as("the log has it").isTrue();
    assertThat(wishes).isEmpty();
  }

  @Test
  void aNewcomerIsMetButNotLoggedWhereArrivalsAreNot() {
    Census near = new Census(false, table.contacts, table.connections, log);
    near.begin(0);
    NodeRecord newcomer = incarnation(5);
    Notice arrival = Notice.of(Notice.Status.ALIVE, newcomer);
    assertThat(near.learn(arrival, SECOND, SECOND, wishes::add)).isFalse();
    assertThat(table.contacts.find(newcomer.id())).isNotNull();
    assertThat(log.size()).isZero();
    Notice death = Notice.of(Notice.Status.DEAD, newcomer);
    assertThat(near.learn(death, SECOND, SECOND, wishes::add)).isTrue();
    assertThat(near.learn(Notice.of(Notice.Status.ALIVE, incarnation(6)), SECOND, SECOND, w -> {}))
        .as("a return is no arrival")
        .isTrue();
  }

  @Test
  void theDeathOfANodeWithoutAConnectionEndsWhatSleeps() {
    census.begin(0);
    learn(Notice.Status.DEAD, incarnation(5));
    assertThat(wishes)
        .filteredOn(Wish.Sever.class::isInstance)
        .containsExactly(
            new Wish.Sever(
                incarnation(5).name(), 5, "the node is dead, by what its watchers found"));
  }

  @Test
  void soDoesItsDeparture() {
    census.begin(0);
    learn(Notice.Status.LEFT, incarnation(5));
    assertThat(wishes)
        .filteredOn(Wish.Sever.class::isInstance)
        .containsExactly(new Wish.Sever(incarnation(5).name(), 5, "the node has left"));
  }

  @Test
  void whoIsNotKnownAndLivesIsPerhapsALaterIncarnation() {
    census.begin(0);
    learn(Notice.Status.ALIVE, incarnation(5));
    assertThat(wishes).contains(new Wish.Restarted(incarnation(5).name(), 5));
  }

  @Test
  void aLaterIncarnationIsTheDeathOfTheOneBefore() {
    census.begin(0);
    table.peer("x", 0b0001).introduced(incarnation(5), false);
    table.contacts.connected(incarnation(5), SECOND);
    learn(Notice.Status.ALIVE, incarnation(9));
    assertThat(wishes)
        .extracting(wish -> wish.getClass().getSimpleName())
        .containsExactly("Sever", "Changed", "Restarted", "Changed");
  }

  @Test
  void theDepartureOfALaterIncarnationIsTheEndOfTheOneThatWasKnown() {
    census.begin(0);
    learn(Notice.Status.ALIVE, incarnation(5));
    wishes.clear();
    learn(Notice.Status.LEFT, incarnation(9));
    assertThat(wishes)
        .containsExactly(
            new Wish.Sever(incarnation(5).name(), 5, "the node has restarted"),
            new Wish.Changed(new MemberEvent.Down(incarnation(5).unwatched(), Cause.LEFT)));
  }

  @Test
  void soIsTheDeathOfOneMetBeforeItsArrivalWasKnownWhichEndsItsConnection() {
    census.begin(0);
    learn(Notice.Status.ALIVE, incarnation(5));
    table.peer("x", 0b0001).introduced(incarnation(9), false);
    table.contacts.connected(incarnation(9), SECOND);
    wishes.clear();
    learn(Notice.Status.DEAD, incarnation(9));
    assertThat(wishes)
        .contains(
            new Wish.Sever(
                incarnation(9).name(), 9, "the node is dead, by what its watchers found"));
  }

  @Test
  void aDeathTakenBackIsAnArrival() {
    census.begin(0);
    learn(Notice.Status.ALIVE, incarnation(5));
    learn(Notice.Status.DEAD, incarnation(5));
    wishes.clear();
    log.doubtSince(0, 2 * SECOND);
    log.withdraw(log.doubtful()).forEach(death -> census.withdrawn(death, wishes::add));
    assertThat(wishes)
        .containsExactly(new Wish.Changed(new MemberEvent.Up(incarnation(5).unwatched())));
    assertThat(log.down()).isZero();
    assertThat(learn(Notice.Status.DEAD, incarnation(5))).as("and may die after all").isTrue();
  }
}
