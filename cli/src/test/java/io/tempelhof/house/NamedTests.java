package io.tempelhof.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The tests of all modules, as the docs name them: class and method.
final class NamedTests {
  /// The folder that holds the parent pom, from whichever module the tests run.
  static final Path ROOT = root();

  private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final Pattern TEST =
      Pattern.compile("@(?:Parameterized)?Test\\b.{0,600}?\\bvoid (\\w+)\\(", Pattern.DOTALL);

  private final Map<String, Set<String>> testsOfClasses = testsOfClasses();

  /// What a text names in the form of a test.
  static List<MatchResult> in(String text) {
    return NAMED.matcher(text).results().toList();
  }

  /// Those of them that are none.
  List<String> missing(String text) {
    return in(text).stream().filter(named -> !exists(named)).map(MatchResult::group).toList();
  }

  private boolean exists(MatchResult named) {
    return testsOfClasses.getOrDefault(named.group(1), Set.of()).contains(named.group(2));
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

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
