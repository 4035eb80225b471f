package io.tempelhof.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.ops.MemberNews;
import io.tempelhof.ops.cluster.ClusterEvent.Kind;
import io.tempelhof.ops.report.NodeReport;
import io.tempelhof.ops.report.NodeReport.ConnectionReport;
import io.tempelhof.ops.report.NodeReport.Identity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What an observing node makes of the reports.
class ClusterViewTest {
  private static final Identity WHO = new Identity(1, "1", "h:1", 5, "", "", "", "");

  private final EventLog events = new EventLog();
  private final History history = new History();
  private final ClusterView view = new ClusterView("test", events, history);
  private long now = 1_000_000;
  private long round;

  private static ConnectionReport to(String node, String kind) {
    return new ConnectionReport(node, kind, kind.equals("direct") ? 900_000 : 0, 60_000);
  }

  private NodeReport whole(String name, Map<String, Long> figures, ConnectionReport... open) {
    return report(name, 0, Optional.of(WHO), figures, List.of(), open);
  }

  private NodeReport difference(
      String name, long base, List<String> closed, ConnectionReport... open) {
    return report(name, base, Optional.empty(), Map.of(), closed, open);
  }

  private NodeReport report(
      String name,
      long base,
      Optional<Identity> who,
      Map<String, Long> figures,
      List<String> closed,
      ConnectionReport... open) {
    return new NodeReport(
        name, round + 1, base, now, who, figures, List.of(open), closed, List.of(), Map.of());
  }

  private void round(NodeReport... reports) {
    view.reported(List.of(reports), now);
    view.roundOver(++round, List.of(), Duration.ofMillis(5), now);
    now += 2_000;
  }

  private NodeRow row(String name) {
    return view.rows().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void aConnectionIsOneHoweverManyEndsTellOfIt() {
    round(
        whole("a@h", Map.of(), to("b@h", "peer"), to("c@h", "direct")),
        whole("b@h", Map.of(), to("a@h", "peer")));
    List<String> edges = new ArrayList<>();
    view.picture().edges().forEach(edge -> edges.add(edge.toString()));
    assertThat(edges).containsExactlyInAnyOrder("[1, 2, peer]", "[1, 3, direct, 900000, 60000]");
    assertThat(row("c@h").creation()).as("has not told of itself").isNull();
  }

  @Test
  void aConnectionIsGoneWhenNeitherEndTellsOfIt() {
    round(whole("a@h", Map.of(), to("b@h", "direct")), whole("b@h", Map.of(), to("a@h", "direct")));
    long seen = view.version();
    round(difference("a@h", 1, List.of("b@h")), difference("b@h", 1, List.of()));
    assertThat(view.picture().edges()).hasSize(1);
    round(difference("a@h", 2, List.of()), difference("b@h", 2, List.of("a@h")));
    assertThat(view.picture().edges()).isEmpty();
    assertThat(view.since(seen).orElseThrow().closed()).containsExactly(List.of(1, 2));
    assertThat(events.after(0, 9).getLast().kind()).isEqualTo(Kind.CLOSED);
  }

  @Test
  void theDifferenceFromALostReportIsOfNoUseAndTheWholeIsAskedFor() {
    round(whole("a@h", Map.of()), whole("b@h", Map.of("processes", 1L)));
    round(difference("a@h", 1, List.of()));
    assertThat(view.lost()).as("did not report in the last round").containsExactly("b@h");
    // It has told something in round 2 that never came.
    round(difference("a@h", 2, List.of()), difference("b@h", 2, List.of(), to("a@h", "peer")));
    assertThat(view.picture().edges()).isEmpty();
    assertThat(view.lost()).containsExactly("b@h");
    round(difference("a@h", 3, List.of()), whole("b@h", Map.of(), to("a@h", "peer")));
    assertThat(view.picture().edges()).hasSize(1);
    assertThat(view.lost()).isEmpty();
  }

  @Test
  void whoseFirstReportWasLostIsAskedForTheWholeAsWell() {
    round(whole("a@h", Map.of(), to("b@h", "peer")));
    round(difference("a@h", 1, List.of()), difference("b@h", 1, List.of()));
    assertThat(view.lost()).containsExactly("b@h");
  }

  @Test
  void whoDoesNotReportForThreeRoundsIsSilentAndGoneAfterAMinute() {
    round(whole("a@h", Map.of()), whole("b@h", Map.of()));
    for (int i = 1; i <= 3; i++) {
      assertThat(row("b@h").state()).isEqualTo("alive");
      round(difference("a@h", i, List.of()));
    }
    assertThat(row("b@h").state()).isEqualTo("silent");
    assertThat(view.totals().alive()).isEqualTo(1);
    long seen = view.version();
    now += 61_000;
    round(difference("a@h", 4, List.of()));
    assertThat(view.since(seen).orElseThrow().gone()).containsExactly(2);
    assertThat(view.rows()).hasSize(1);
  }

  @Test
  void whoReportsAgainIsAliveAndItIsAnEvent() {
    round(whole("a@h", Map.of()), whole("b@h", Map.of()));
    for (int i = 1; i <= 3; i++) {
      round(difference("a@h", i, List.of()));
    }
    round(difference("a@h", 4, List.of()), whole("b@h", Map.of()));
    assertThat(row("b@h").state()).isEqualTo("alive");
    assertThat(events.after(0, 9).stream().map(ClusterEvent::kind))
        .containsExactly(Kind.SILENT, Kind.RETURNED);
  }

  @Test
  void whoIsSaidToBeDeadIsDeadUntilItReportsAgain() {
    round(whole("a@h", Map.of(), to("b@h", "peer")), whole("b@h", Map.of()));
    NodeName b = NodeName.of("b@h");
    view.heard(new MemberNews(b, MemberNews.What.DIED), now);
    round(difference("a@h", 1, List.of()));
    assertThat(row("b@h").state()).isEqualTo("dead");
    assertThat(view.picture().edges()).as("the dead have none").isEmpty();
    round(difference("a@h", 2, List.of()), whole("b@h", Map.of()));
    assertThat(row("b@h").state()).isEqualTo("alive");
    view.heard(new MemberNews(b, MemberNews.What.UP), now);
    view.news();
    assertThat(events.after(0, 9).stream().map(ClusterEvent::kind))
        .containsExactly(Kind.DIED, Kind.RETURNED);
  }

  @Test
  void whoIsSaidToHaveRestartedIsNotCalledDead() {
    round(whole("a@h", Map.of(), to("b@h", "peer")), whole("b@h", Map.of()));
    NodeName b = NodeName.of("b@h");
    view.heard(new MemberNews(b, MemberNews.What.RESTARTED), now);
    view.heard(new MemberNews(b, MemberNews.What.UP), now);
    view.news();
    assertThat(row("b@h").state()).isEqualTo("alive");
    assertThat(events.after(0, 9).stream().map(ClusterEvent::kind))
        .containsExactly(Kind.RESTARTED, Kind.RETURNED);
  }

  @Test
  void whoIsSuspectedIsShownWithThoseWhoSuspectIt() {
    round(whole("a@h", Map.of()), whole("b@h", Map.of()));
    view.reported(
        List.of(
            new NodeReport(
                "a@h",
                2,
                1,
                now,
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of(),
                List.of("b@h"),
                Map.of())),
        now);
    view.roundOver(++round, List.of(), Duration.ZERO, now);
    assertThat(row("b@h").state()).isEqualTo("suspected");
    assertThat(row("b@h").suspectedBy()).containsExactly("a@h");
    round(difference("a@h", 2, List.of()), difference("b@h", 1, List.of()));
    assertThat(row("b@h").state()).isEqualTo("alive");
  }

  @Test
  void aNewcomerIsAnEventButNotThoseWhoWereThereFirst() {
    round(whole("a@h", Map.of()));
    assertThat(events.after(0, 9)).isEmpty();
    round(difference("a@h", 1, List.of()), whole("b@h", Map.of()));
    assertThat(events.after(0, 9))
        .singleElement()
        .extracting(ClusterEvent::text)
        .isEqualTo("b@h joined");
  }

  @Test
  void theLastWordsOfSilentNodesHoldAmongThemselvesOnly() {
    round(
        whole("a@h", Map.of(), to("b@h", "peer")),
        whole("b@h", Map.of(), to("a@h", "peer"), to("c@h", "peer")),
        whole("c@h", Map.of(), to("b@h", "peer")));
    for (int i = 1; i <= 3; i++) {
      List<String> closed = i == 1 ? List.of("b@h") : List.of();
      round(difference("a@h", i, closed));
    }
    assertThat(row("b@h").state()).isEqualTo("silent");
    assertThat(view.picture().edges()).as("an island").containsExactly(List.of(2, 3, "peer"));
  }

  @Test
  void differencesPutTogetherAreThePicture() {
    round(whole("a@h", Map.of("peers", 1L), to("b@h", "peer")), whole("b@h", Map.of()));
    long seen = view.version();
    round(
        difference("a@h", 1, List.of("b@h"), to("d@h", "direct")),
        difference("b@h", 1, List.of()),
        whole("c@h", Map.of(), to("a@h", "client")));
    Picture difference = view.since(seen).orElseThrow();
    assertThat(difference.since()).isEqualTo(seen);
    assertThat(difference.nodes().stream().map(NodeRow::name)).contains("c@h", "d@h");
    assertThat(difference.edges()).hasSize(2);
    assertThat(difference.closed()).containsExactly(List.of(1, 2));
    assertThat(view.since(view.version()).orElseThrow().nodes()).isEmpty();
    assertThat(view.since(view.version() + 1)).as("of another life").isEmpty();
    assertThat(view.since(0)).as("holds nothing").isEmpty();
  }

  @Test
  void ratesAreOfWhatHasGrownSinceTheLastRound() {
    round(whole("a@h", Map.of("messages_out", 1_000L, "lookups_found", 5L, "lookup_hops", 9L)));
    round(
        report(
            "a@h",
            1,
            Optional.empty(),
            Map.of("messages_out", 1_100L, "lookups_found", 7L, "lookup_hops", 14L),
            List.of()));
    Point point = view.picture().point();
    assertThat(point).isNotNull();
    assertThat(point.messagesPerS()).isEqualTo(50);
    assertThat(point.hopsMean()).isEqualTo(2.5);
    assertThat(row("a@h").messagesPerS()).isEqualTo(50);
    assertThat(history.points()).containsExactly(point);
  }

  @Test
  void aRestartedNodeHasGrownByNothing() {
    round(whole("a@h", Map.of("messages_out", 1_000L)));
    Identity other = new Identity(2, "1", "h:1", 5, "", "", "", "");
    round(report("a@h", 0, Optional.of(other), Map.of("messages_out", 9L), List.of()));
    assertThat(view.picture().point().messagesPerS()).isZero();
  }

  @Test
  void anotherMomentOfUseByAClockThatIsOffIsCorrected() {
    long theirs = now - 500_000;
    view.reported(
        List.of(
            new NodeReport(
                "a@h",
                1,
                0,
                theirs,
                Optional.of(WHO),
                Map.of(),
                List.of(new ConnectionReport("b@h", "direct", theirs - 10_000, 0)),
                List.of(),
                List.of(),
                Map.of())),
        now);
    view.roundOver(1, List.of(), Duration.ZERO, now);
    assertThat(view.picture().edges().getFirst().get(3)).isEqualTo(now - 10_000);
    assertThat(view.picture().edges().getFirst().get(4)).as("pinned").isNull();
  }
}
