package io.tempelhof.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.demo.Report.Lookups;
import io.tempelhof.cli.demo.Report.Sample;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolTest {
  private static final DemoPlan PLAN =
      new DemoPlan(20, 2, 5, 2, Phase.USUAL, -3, Topology.MESH, 15_000);

  static final List<Order> ORDERS =
      List.of(
          new Order.Start(PLAN, 2, 4711, "secret"),
          new Order.Connect(),
          new Order.Talk(List.of(1, 2), new Talker.Tuning(24, 2.5, true)),
          new Order.LookUp(7.5),
          new Order.Insist(new Insister.Pace(500)),
          new Order.Kill(7),
          new Order.Listen(),
          new Order.Look());

  static final List<Report> REPORTS =
      List.of(
          new Report.Done(),
          new Report.Killed(1_764_000_000_123_456L),
          new Report.Failed("no \"descriptors\" left\nat all"),
          new Sample(
              3,
              123,
              456,
              new Lookups(1, 2, 3, 4),
              List.of(
                  Samples.node(
                      1,
                      List.of(2),
                      List.of(3),
                      List.of(4),
                      new TalkCount(1, 2, 3, 4, 5, 6, 7, 8))),
              List.of(new Told(1, 2, true, 1_764_000_000_123_456L))));

  @ParameterizedTest
  @FieldSource("ORDERS")
  void ordersSurviveTheirLine(Order order) {
    String line = Json.line(order);
    assertThat(line).doesNotContain("\n");
    assertThat(Json.read(line, Order.class)).isEqualTo(order);
  }

  @ParameterizedTest
  @FieldSource("REPORTS")
  void reportsSurviveTheirLine(Report report) {
    String line = Json.line(report);
    assertThat(line).doesNotContain("\n");
    assertThat(Json.read(line, Report.class)).isEqualTo(report);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "hello", "{\"report\":\"Nonsense\"}"})
  void anythingElseIsRefused(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.read(line, Report.class));
  }
}
