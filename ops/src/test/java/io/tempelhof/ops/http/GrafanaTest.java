package io.tempelhof.ops.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.ops.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The dashboard for Grafana draws what /metrics tells.
class GrafanaTest {
  private static final Path FILE = Path.of("../docs/grafana.json");
  private static final Pattern METRIC = Pattern.compile("tempelhof_[a-z0-9_]+");
  private static final Pattern TYPE = Pattern.compile("# TYPE (tempelhof_[a-z0-9_]+) .*");

  private static Set<String> served() throws IOException {
    Set<String> served = new TreeSet<>();
    try (LocalNode node = new LocalNode()) {
      Reply metrics = new Metrics().reply(node.observe(), node.processes());
      new String(metrics.body(), UTF_8)
          .lines()
          .map(TYPE::matcher)
          .filter(Matcher::matches)
          .forEach(type -> served.add(type.group(1)));
    }
    return served;
  }

  private static List<String> expressions() throws IOException {
    JsonNode dashboard = Json.tree(Files.readString(FILE));
    List<String> expressions = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        expressions.add(target.path("expr").asString(""));
      }
    }
    return expressions;
  }

  @Test
  void everyMetricDrawnIsServed() throws IOException {
    Set<String> served = served();
    assertThat(served).hasSizeGreaterThan(10);
    List<String> expressions = expressions();
    assertThat(expressions).hasSizeGreaterThan(5).allMatch(each -> METRIC.matcher(each).find());
    for (String expression : expressions) {
      METRIC
          .matcher(expression)
          .results()
          .forEach(found -> assertThat(served).as(expression).contains(found.group()));
    }
  }
}
