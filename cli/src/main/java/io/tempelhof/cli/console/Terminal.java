package io.tempelhof.cli.console;

import java.io.Console;
import java.util.Optional;

/// Whether a person watches.
public final class Terminal {
  private Terminal() {}

  /// Whether this program talks to a terminal, which understands ANSI cursor movements.
  public static boolean isThere() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }
}
