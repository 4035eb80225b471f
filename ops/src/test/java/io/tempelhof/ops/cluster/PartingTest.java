package io.tempelhof.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.ops.MemberNews;
import io.tempelhof.ops.cluster.ClusterEvent.Kind;
import io.tempelhof.ops.report.NodeReport;
import io.tempelhof.ops.report.NodeReport.Identity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Many nodes lost at once are one event, and so is it that they are back.
class PartingTest {
  private static final int SIZE = 20;

  private final EventLog events = new EventLog();
  private final ClusterView view = new ClusterView("test", events, new History());
  private long now = 1_000_000;
  private long round;

  private void rounds(int times, int from, int to, long creation) {
    for (int i = 0; i < times; i++) {
      List<NodeReport> reports =
          IntStream.range(from, to)
              .mapToObj(n ->
                  new NodeReport(
                      "n" + n + "@h",
                      round + 1,
                      0,
                      now,
                      Optional.of(new Identity(creation, "1", "h:1", 5, "", "", "", "")),
                      Map.of(),
                      List.of(),
                      List.of(),
                      List.of(),
                      Map.of()))
              .toList();
      view.reported(reports, now);
      view.roundOver(++round, List.of(), Duration.ofMillis(5), now);
      now += 2_000;
    }
  }

  private List<ClusterEvent> told(Kind kind) {
    return events.after(0, 10_000).stream().filter(event -> event.kind() == kind).toList();
  }

  @Test
  void aPartThatFallsSilentIsToldOnceAndThatItIsBackAsWell() {
    rounds(2, 0, SIZE, 1);
    rounds(5, 0, 12, 1);
    assertThat(told(Kind.PARTED)).hasSize(1);
    assertThat(told(Kind.PARTED).getFirst().text())
        .isEqualTo("8 of 20 nodes cannot be reached any more: dead, or the network is parted");
    assertThat(told(Kind.HEALED)).isEmpty();
    rounds(2, 0, SIZE, 1);
    assertThat(told(Kind.HEALED)).hasSize(1);
    rounds(5, 0, 12, 1);
    assertThat(told(Kind.PARTED)).as("parted once more").hasSize(2);
  }

  @Test
  void itIsToldHoweverOneHearsOfIt() {
    rounds(2, 0, SIZE, 1);
    for (int n = 12; n < SIZE; n++) {
      view.heard(new MemberNews(NodeName.of("n" + n + "@h"), MemberNews.What.DIED), now);
    }
    rounds(1, 0, 12, 1);
    assertThat(told(Kind.PARTED)).hasSize(1);
  }

  @Test
  void whoHasRestartedHasNotBeenCutOff() {
    rounds(2, 0, SIZE, 1);
    rounds(5, 0, 12, 1);
    rounds(2, 0, 12, 1);
    rounds(2, 12, SIZE, 2);
    assertThat(told(Kind.HEALED)).isEmpty();
  }

  @Test
  void fewDeathsAreNoPartition() {
    rounds(2, 0, SIZE, 1);
    rounds(5, 0, SIZE - 2, 1);
    assertThat(told(Kind.SILENT)).hasSize(2);
    assertThat(told(Kind.PARTED)).isEmpty();
  }
}
