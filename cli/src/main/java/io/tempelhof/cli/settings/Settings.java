package io.tempelhof.cli.settings;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The settings of a program: what options are when they are not given. The nearest wins: the
/// environment ({@code TEMPELHOF_NODE_PORT}, then {@code TEMPELHOF_PORT}), the file ({@code
/// node.port}, then {@code port}), the option's default.
public final class Settings implements IDefaultValueProvider {
  /// The environment variable that names the file.
  public static final String FILE_ENVIRONMENT = "TEMPELHOF_CONFIG";

  /// The file that is read, where there is one, if none is named.
  public static final String FILE = "tempelhof.properties";

  private static final String PREFIX = "TEMPELHOF_";

  /// Options that make no sense for more than one run.
  private static final Set<String> NEVER_SET =
      Set.of("--help", "--version", "--verbose", "--json", "--explain");

  private final Map<String, String> environment;
  private final @Nullable SettingsFile file;

  private Settings(Map<String, String> environment, @Nullable SettingsFile file) {
    this.environment = environment;
    this.file = file;
  }

  /// Those of this environment, and of the file it names or, where it names none, {@value #FILE} in
  /// that folder.
  ///
  /// @throws CommandFailure if the file cannot be read
  public static Settings of(Map<String, String> environment, Path folder) {
    String named = environment.getOrDefault(FILE_ENVIRONMENT, "");
    Path usual = folder.resolve(FILE);
    if (!named.isEmpty()) {
      return new Settings(environment, SettingsFile.read(Path.of(named)));
    }
    return new Settings(environment, Files.exists(usual) ? SettingsFile.read(usual) : null);
  }

  /// Whether there is a file, whose keys must be known to some command.
  public boolean checked() {
    return file != null;
  }

  /// Refuses a file that sets what nobody knows.
  ///
  /// @throws CommandFailure naming the key
  public void check(CommandLine program) {
    if (file == null) {
      return;
    }
    Set<String> known = new TreeSet<>();
    program
        .getSubcommands()
        .values()
        .forEach(command -> {
          for (OptionSpec option : command.getCommandSpec().options()) {
            if (settable(option)) {
              known.add(command.getCommandName() + "." + name(option));
              known.add(name(option));
            }
          }
        });
    for (String key : file.values().keySet()) {
      if (!known.contains(key)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "settings %s: nothing is called %s; ./tempelhof config --explain lists what there is"
                .formatted(file.path(), key));
      }
    }
  }

  /// Whether it can be set by other means than the command line.
  static boolean settable(OptionSpec option) {
    return !NEVER_SET.contains(option.longestName());
  }

  private static String name(OptionSpec option) {
    return option.longestName().substring(2);
  }

  /// The key by which an option of a command is set for it alone.
  static String key(CommandSpec command, OptionSpec option) {
    return command.name() + "." + name(option);
  }

  /// Where an option's value comes from; empty if nothing sets it.
  Optional<Setting> find(CommandSpec command, OptionSpec option) {
    String own = key(command, option);
    return inEnvironment(own)
        .or(() -> inEnvironment(name(option)))
        .or(() -> inFile(own))
        .or(() -> inFile(name(option)));
  }

  private Optional<Setting> inEnvironment(String key) {
    String variable = PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isEmpty())
        .map(value -> new Setting(value, "environment " + variable));
  }

  private Optional<Setting> inFile(String key) {
    return file == null ? Optional.empty() : file.find(key);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || !settable(option)) {
      return null;
    }
    return find(argument.command(), option).map(Setting::value).orElse(null);
  }
}
