package io.tempelhof.cli.settings;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// {@code tempelhof config}: every setting, and where it comes from.
@Command(
    name = "config",
    description = {
      "Print the settings of all commands that differ from their defaults.",
      "Settings are options; each can be set in the environment and in the file"
          + " tempelhof.properties as well."
    })
public final class ConfigCommand implements Callable<Integer> {
  /// One setting, with {@code --json}.
  record Line(String key, @Nullable String value, @Nullable String unit, String source) {}

  private static final String DEFAULT = "default";
  private static final List<String> SECRET = List.of("--cookie");
  private static final Map<String, String> UNITS = Map.of("SECONDS", "s");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--explain",
      description = "Print every setting, its value, its unit and where it comes from.")
  private boolean explain;

  @Override
  public Integer call() {
    Settings settings = Settings.of(System.getenv(), Path.of("").toAbsolutePath());
    List<Line> lines = new ArrayList<>();
    CommandLine program = spec.parent().commandLine();
    for (CommandLine command : program.getSubcommands().values()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (Settings.settable(option)) {
          lines.add(line(command.getCommandSpec(), option, settings));
        }
      }
    }
    if (!explain) {
      lines.removeIf(line -> line.source().equals(DEFAULT));
    }
    print(lines, spec.commandLine().getOut());
    return ExitCode.OK.code();
  }

  private static Line line(CommandSpec command, OptionSpec option, Settings settings) {
    Optional<Setting> found = settings.find(command, option);
    String value = found.map(Setting::value).orElse(option.defaultValue());
    boolean secret = SECRET.contains(option.longestName()) && found.isPresent();
    return new Line(
        Settings.key(command, option),
        secret ? "(hidden)" : value == null && option.arity().max() == 0 ? "false" : value,
        UNITS.get(option.paramLabel().toUpperCase(Locale.ROOT)),
        found.map(Setting::source).orElse(DEFAULT));
  }

  private void print(List<Line> lines, PrintWriter out) {
    if (json.wanted()) {
      out.println(Json.line(Map.of("settings", lines)));
      return;
    }
    if (lines.isEmpty()) {
      out.println("every setting has its default; --explain lists them");
    }
    int keys = lines.stream().mapToInt(line -> line.key().length()).max().orElse(0);
    int values = lines.stream().mapToInt(line -> shown(line).length()).max().orElse(0);
    for (Line line : lines) {
      out.println(
          ("%-" + keys + "s  %-" + Math.max(1, values) + "s  %s")
              .formatted(line.key(), shown(line), line.source()));
    }
  }

  private static String shown(Line line) {
    String value = line.value() == null ? "-" : line.value();
    return line.unit() == null ? value : value + " " + line.unit();
  }
}
