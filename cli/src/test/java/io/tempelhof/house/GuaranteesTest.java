package io.tempelhof.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The page of guarantees says what is so: what it promises is shown by tests that exist.
class GuaranteesTest {
  private final List<String> page = NamedTests.lines(NamedTests.ROOT.resolve("docs/guarantees.md"));

  @Test
  void everyTestNamedExists() {
    assertThat(new NamedTests().missing(String.join("\n", page))).isEmpty();
  }

  @Test
  void everyPromiseAndEveryFaultIsShownByATest() {
    List<String> rows = new ArrayList<>();
    String heading = "";
    for (String line : page) {
      boolean begins = !heading.startsWith("|");
      if (line.startsWith("| ") && !begins && !line.startsWith("| ---")) {
        rows.add(line);
      }
      heading = line;
    }
    assertThat(rows)
        .hasSizeGreaterThan(25)
        .allSatisfy(row -> {
          String shownBy = row.substring(row.lastIndexOf("| ", row.length() - 3));
          assertThat(NamedTests.in(shownBy)).as(row).isNotEmpty();
        });
  }
}
