package io.tempelhof.cli.console;

import picocli.CommandLine.Option;

/// {@code --json}, for the programs among the users. A mixin of every command that has something to
/// answer.
public final class JsonOption {
  @Option(names = "--json", description = "Print one JSON object, on the last line.")
  private boolean wanted;

  /// Whether the last line of standard output is to be {@link Json#line}.
  public boolean wanted() {
    return wanted;
  }
}
