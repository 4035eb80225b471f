package io.tempelhof.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table of conformance says what is so: each row is decided, and the tests it names exist.
class ConformanceTest {
  private static final Path ROOT = root();
  private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final Pattern TEST =
      Pattern.compile("@(?:Parameterized)?Test\\b.{0,600}?\\bvoid (\\w+)\\(", Pattern.DOTALL);

  /// One line of a suite's table.
  private record Row(String suite, String name, String tests, String result) {}

  private final List<Row> rows = rows();
  private final Map<String, Set<String>> testsOfClasses = testsOfClasses();

  @Test
  void everyTestNamedExists() {
    List<String> missing = new ArrayList<>();
    for (Row row : rows) {
      NAMED
          .matcher(row.tests())
          .results()
          .filter(named -> !exists(named))
          .forEach(named -> missing.add(row.name() + ": " + named.group()));
    }
    assertThat(missing).isEmpty();
  }

  private boolean exists(MatchResult named) {
    return testsOfClasses.getOrDefault(named.group(1), Set.of()).contains(named.group(2));
  }

  @Test
  void everyRowHasATestOrSaysWhyNot() {
    assertThat(rows)
        .hasSizeGreaterThan(200)
        .allSatisfy(row -> {
          boolean tested = NAMED.matcher(row.tests()).find();
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
    for (String line : lines(ROOT.resolve("docs/protocol/conformance.md"))) {
      String[] cells = line.split(" ?\\| ?");
      if (line.startsWith("## ")) {
        suite = line;
      } else if (cells.length == 5 && !cells[1].matches("case|---")) {
        rows.add(new Row(suite, cells[1], cells[3], cells[4]));
      }
    }
    return rows;
  }

  /// By simple name, whichever module and package: two classes of one name are taken together.
  private static Map<String, Set<String>> testsOfClasses() {
    Map<String, Set<String>> tests = new HashMap<>();
    try (Stream<Path> walk = Files.walk(ROOT)) {
      for (Path file : walk.filter(f -> f.toString().endsWith("Test.java")).toList()) {
        Set<String> methods =
            tests.computeIfAbsent(
                file.getFileName().toString().replace(".java", ""), _ -> new HashSet<>());
        TEST.matcher(String.join("\n", lines(file)))
            .results()
            .forEach(test -> methods.add(test.group(1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tests;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The folder that holds the parent pom, from whichever module the tests run.
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
