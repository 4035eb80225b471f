package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.handshake.Verdict;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Standings.Start;
import org.junit.jupiter.api.Test;

class StandingsTest {
  private static final NodeName US = NodeName.of("m@h");
  private static final NodeName LESSER = NodeName.of("a@h");
  private static final NodeName GREATER = NodeName.of("z@h");
  private static final long NOW = 60_000_000_000L;

  private final Standings<Up> standings = new Standings<>(US);

  private record Up(int creation, boolean extended, long lastReadAt) implements Standings.Up {}

  private static Standings.Attempt attempt() {
    return new Standings.Attempt() {
      @Override
      public void crossed() {}
    };
  }

  @Test
  void ofTwoCrossingDialsThatOfTheGreaterNameGoesOn() {
    assertThat(standings.dial(LESSER, attempt(), true)).isEqualTo(Start.GO);
    assertThat(standings.judge(LESSER, 1, attempt(), NOW)).isEqualTo(Verdict.NOK);
    assertThat(standings.dial(GREATER, attempt(), true)).isEqualTo(Start.GO);
    assertThat(standings.judge(GREATER, 1, attempt(), NOW)).isEqualTo(Verdict.OK_SIMULTANEOUS);
  }

  @Test
  void establishingOneAttemptEndsAllOthers() {
    Standings.Attempt ours = attempt();
    Standings.Attempt theirs = attempt();
    Standings.Attempt impostor = attempt();
    standings.dial(GREATER, ours, true);
    standings.judge(GREATER, 1, impostor, NOW);
    standings.judge(GREATER, 1, theirs, NOW);
    assertThat(standings.established(GREATER, theirs, new Up(1, true, NOW), NOW))
        .containsExactlyInAnyOrder(ours, impostor);
    assertThat(standings.dial(GREATER, attempt(), true)).isEqualTo(Start.NOT_NEEDED);
  }

  @Test
  void aDialWaitsForTheirAttemptOnlyWhileItIsPatient() {
    Standings.Attempt theirs = attempt();
    standings.judge(LESSER, 1, theirs, NOW);
    assertThat(standings.dial(LESSER, attempt(), true)).isEqualTo(Start.THEIRS_UNDER_WAY);
    assertThat(standings.dial(LESSER, attempt(), false)).isEqualTo(Start.GO);
  }

  @Test
  void aDialThatWaitsForTheirAttemptIsCrossedByItsSuccess() {
    Standings.Attempt theirs = attempt();
    Standings.Attempt ours = attempt();
    standings.judge(LESSER, 1, theirs, NOW);
    standings.dial(LESSER, ours, true);
    Up up = new Up(1, true, NOW);
    assertThat(standings.established(LESSER, theirs, up, NOW)).containsExactly(ours);
    standings.closed(LESSER, up);
    assertThat(standings.isMet(LESSER)).isFalse();
  }

  @Test
  void aDialGoesOnceTheirAttemptHasFailed() {
    Standings.Attempt theirs = attempt();
    standings.judge(LESSER, 1, theirs, NOW);
    standings.withdrawn(LESSER, theirs);
    assertThat(standings.dial(LESSER, attempt(), true)).isEqualTo(Start.GO);
  }

  @Test
  void theSameIncarnationMayReplaceItsConnection() {
    standings.established(LESSER, attempt(), new Up(7, true, NOW), NOW);
    assertThat(standings.judge(LESSER, 7, attempt(), NOW)).isEqualTo(Verdict.ALIVE);
  }

  @Test
  void aTwinMayNotPushALivingNodeAside() {
    standings.established(LESSER, attempt(), new Up(7, true, NOW - 19_000_000_000L), NOW);
    assertThat(standings.judge(LESSER, 8, attempt(), NOW)).isEqualTo(Verdict.NOT_ALLOWED);
    assertThat(standings.judge(LESSER, 8, attempt(), NOW + 2_000_000_000L))
        .isEqualTo(Verdict.ALIVE);
  }

  @Test
  void ofTwoThatHaveJustComeTheLesserCreationStays() {
    long later = NOW + 2_900_000_000L;
    standings.established(LESSER, attempt(), new Up(7, true, later), NOW);
    assertThat(standings.judge(LESSER, 8, attempt(), later)).isEqualTo(Verdict.NOT_ALLOWED);
    assertThat(standings.judge(LESSER, 6, attempt(), later)).isEqualTo(Verdict.ALIVE);
    assertThat(standings.judge(LESSER, 6, attempt(), later + 200_000_000L))
        .isEqualTo(Verdict.NOT_ALLOWED);
  }

  @Test
  void aClosedConnectionLeavesTheNewerOneAlone() {
    Up older = new Up(7, true, NOW);
    Up newer = new Up(7, true, NOW + 1);
    standings.established(LESSER, attempt(), older, NOW);
    standings.established(LESSER, attempt(), newer, NOW);
    standings.closed(LESSER, older);
    assertThat(standings.up(LESSER)).isSameAs(newer);
    standings.closed(LESSER, newer);
    assertThat(standings.up(LESSER)).isNull();
    assertThat(standings.dial(LESSER, attempt(), true)).isEqualTo(Start.GO);
  }
}
