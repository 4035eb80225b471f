package io.tempelhof.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The API documentation builds without a warning, and says something of every public type and
/// method. That each parameter and result has a tag of its own is not asked: a sentence that names
/// them is enough.
class ApiDocsTest {
  private static final List<String> MODULES = List.of("core", "runtime", "net", "testkit", "ops");

  private static final Pattern WARNING =
      Pattern.compile("^(.+\\.java):(\\d+): (?:warning|error): (.*)$", Pattern.MULTILINE);

  /// What a tag would say, or a sentence beside the tags.
  private static final Pattern TAGS =
      Pattern.compile(
          "no @(param|return|throws).*|no main description|use of default constructor.*");

  /// Compact constructors, private fields of exceptions, and constants that are their own names.
  private static final Pattern SPEAKS_FOR_ITSELF =
      Pattern.compile("public \\w+ \\{|private .*|[A-Z_]+(\\(\".*\"\\))?[,;]?");

  @Test
  void buildsWithoutWarnings(@TempDir Path out) {
    StringWriter said = new StringWriter();
    PrintWriter printer = new PrintWriter(said);
    ToolProvider javadoc = ToolProvider.findFirst("javadoc").orElseThrow();
    String sources =
        String.join(
            System.getProperty("path.separator"),
            MODULES.stream().map(module -> "../" + module + "/src/main/java").toList());
    javadoc.run(
        printer,
        printer,
        "-quiet",
        "-Xdoclint:all",
        "-Xmaxwarns",
        "100000",
        "-Xmaxerrs",
        "1000",
        "-protected",
        "-d",
        out.toString(),
        "-classpath",
        System.getProperty("java.class.path"),
        "--source-path",
        sources,
        "-subpackages",
        "io.tempelhof");
    List<String> warnings =
        WARNING
            .matcher(said.toString())
            .results()
            .filter(warning -> !TAGS.matcher(warning.group(3)).matches())
            .filter(warning -> !SPEAKS_FOR_ITSELF.matcher(line(warning)).matches())
            .map(MatchResult::group)
            .toList();
    assertThat(warnings).isEmpty();
    assertThat(out.resolve("io/tempelhof/net/Node.html")).exists();
  }

  private static String line(MatchResult warning) {
    try {
      return Files.readAllLines(Path.of(warning.group(1)))
          .get(Integer.parseInt(warning.group(2)) - 1)
          .strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
