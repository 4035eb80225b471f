package io.tempelhof.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The table of conformance says what is so: each row is decided, and the tests it names exist.
class ConformanceTest {
  /// One line of a suite's table.
  private record Row(String suite, String name, String tests, String result) {}

  private final List<Row> rows = rows();
  private final NamedTests tests = new NamedTests();

  @Test
  void everyTestNamedExists() {
    List<String> missing = new ArrayList<>();
    for (Row row : rows) {
      tests.missing(row.tests()).forEach(named -> missing.add(row.name() + ": " + named));
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyRowHasATestOrSaysWhyNot() {
    assertThat(rows)
        .hasSizeGreaterThan(200)
        .allSatisfy(row -> {
          boolean tested = !NamedTests.in(row.tests()).isEmpty();
          assertThat(row.result())
              .as(row.toString())
              .matches(tested ? "passes" : "(left out|open): .{10,}");
        });
  }

  @Test
  void noCaseStandsTwice() {
    Set<String> seen = new HashSet<>();
    assertThat(rows).allMatch(row -> seen.add(row.suite() + " " + row.name()));
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    String suite = "";
    for (String line : NamedTests.lines(NamedTests.ROOT.resolve("docs/protocol/conformance.md"))) {
      String[] cells = line.split(" ?\\| ?");
      if (line.startsWith("## ")) {
        suite = line;
      } else if (cells.length == 5 && !cells[1].matches("case|---")) {
        rows.add(new Row(suite, cells[1], cells[3], cells[4]));
      }
    }
    return rows;
  }
}
