package io.tempelhof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// The docs name what there is.
class DocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void everyOptionOfEveryCommandIsDocumented() throws IOException {
    String docs = Files.readString(ROOT.resolve("docs/cli.md"));
    for (CommandLine command : Tempelhof.commandLine().getSubcommands().values()) {
      assertThat(docs).contains("./tempelhof " + command.getCommandName());
      assertThat(docs)
          .as(command.getCommandName())
          .contains(
              command.getCommandSpec().options().stream()
                  .map(OptionSpec::longestName)
                  .toArray(String[]::new));
    }
  }

  @Test
  void everyFigureInJsonIsExplained() throws Exception {
    assertExplained("docs/cli.md", "", Class.forName("io.tempelhof.cli.demo.Figures"));
    assertExplained("docs/cli.md", "", LookupAnswer.class);
    assertExplained("docs/simulator.md", "", SimFigures.class);
  }

  private static void assertExplained(String file, String prefix, Class<?> figures)
      throws IOException {
    String docs = Files.readString(ROOT.resolve(file));
    for (RecordComponent figure : figures.getRecordComponents()) {
      if (figure.getType().isRecord()) {
        JsonUnwrapped group = figure.getAccessor().getAnnotation(JsonUnwrapped.class);
        assertExplained(file, group == null ? "" : group.prefix(), figure.getType());
      } else {
        assertThat(docs).contains("`" + prefix + snakeCase(figure.getName()) + "`");
      }
    }
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /// The last column names a class, or a member of one: {@code `Room`}, {@code `Options.namesMax`}.
  @Test
  void everyLimitNamesTheCodeThatHoldsIt() throws IOException {
    Pattern name = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");
    Map<String, Path> sources = sources();
    List<String> unknown = new ArrayList<>();
    for (String row : Files.readAllLines(ROOT.resolve("docs/limits.md"))) {
      String where = row.substring(Math.max(0, row.lastIndexOf('|', row.length() - 2)));
      for (MatchResult found : name.matcher(where).results().toList()) {
        Path source = sources.get(found.group(1) + ".java");
        String member = found.group(2);
        if (source == null || (member != null && !Files.readString(source).contains(member))) {
          unknown.add(found.group());
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  private static Map<String, Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().matches(".*/src/main/.*\\.java"))
          .collect(Collectors.toMap(f -> f.getFileName().toString(), f -> f, (one, _) -> one));
    }
  }
}
