package io.tempelhof.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tempelhof.cli.demo.Report.Lookups;
import io.tempelhof.cli.demo.Report.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  @Test
  void conversationsBetweenPeersNeedNoConnectionOfTheirOwn() {
    Snapshot now =
        Samples.at(
            0,
            Samples.jvm(
                1,
                Samples.node(1, List.of(2), List.of(3), List.of(2, 3), TalkCount.NONE),
                Samples.node(3, List.of(), List.of(1), List.of(1), TalkCount.NONE)),
            Samples.jvm(
                2, Samples.node(2, List.of(1), List.of()), Samples.node(4, List.of(), List.of())));
    assertThat(now.stillTalkingMean()).as("1-3 only, two ends, four nodes").isEqualTo(0.5);
  }

  @Test
  void monitorsOnNodesThatAreConnectedNeedNoSleep() {
    assertThat(Samples.monitoring(1, List.of(2, 3), List.of(3, 4, 5)).monitoredWithoutConnection())
        .isEqualTo(2);
  }

  @Test
  void whoAnsweredSinceIsTalking() {
    Snapshot before = Samples.at(0, Samples.jvm(1, talked(1, 5), talked(2, 5)));
    Snapshot after = Samples.at(1, Samples.jvm(1, talked(1, 6), talked(2, 5)));
    assertThat(after.talkingSince(before)).isEqualTo(1);
  }

  @Test
  void aRowComparesTheSameJvmsOnly() {
    Snapshot first =
        Samples.at(
            0,
            new Sample(
                1,
                0,
                0,
                new Lookups(10, 10, 20, 4),
                List.of(Samples.counted(1, 0, 10, 2)),
                List.of(),
                List.of()),
            new Sample(
                2,
                0,
                0,
                new Lookups(99, 99, 99, 9),
                List.of(Samples.counted(2, 0, 99, 99)),
                List.of(),
                List.of()));
    Snapshot latest =
        Samples.at(
            2,
            new Sample(
                1,
                0,
                0,
                new Lookups(14, 14, 32, 5),
                List.of(Samples.counted(1, 0, 30, 6)),
                List.of(),
                List.of()));
    PhaseRow row = PhaseRow.of(Phase.CRASH, first, latest);
    assertThat(row.lookups()).isEqualTo(4);
    assertThat(row.hopsMean()).isEqualTo(3);
    assertThat(row.closedIdle()).isEqualTo(2);
    assertThat(row.heartbeatsPerNodeSecond()).isCloseTo(10, within(1e-9));
    assertThat(row.nodes()).isEqualTo(1);
  }

  @Test
  void rowsAndHeadsAreEquallyWide() {
    Snapshot first = Samples.at(0, Samples.jvm(1, talked(1, 5)));
    String row = PhaseRow.of(Phase.TALK, first, Samples.at(1, first.jvms().getFirst())).toString();
    assertThat(row).hasSameSizeAs(PhaseRow.HEADER).hasSameSizeAs(PhaseRow.UNITS);
    assertThat(row.length()).isLessThanOrEqualTo(80);
  }

  private static Report.NodeSample talked(int node, long answered) {
    return Samples.node(node, List.of(), List.of(), List.of(), Samples.answered(answered));
  }
}
