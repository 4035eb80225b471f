package io.tempelhof.cli.console;

/// A command cannot go on and the user can do something about it. The message is one line: the
/// thing, the reason, the remedy.
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String line;

  public CommandFailure(ExitCode exitCode, String line) {
    super(line);
    this.line = line;
    this.exitCode = exitCode;
  }

  /// Something that is needed is not there.
  public static CommandFailure unavailable(String line) {
    return new CommandFailure(ExitCode.UNAVAILABLE, line);
  }

  /// Another node refuses us.
  public static CommandFailure refused(String line) {
    return new CommandFailure(ExitCode.REFUSED, line);
  }

  /// What the process ends with.
  public ExitCode exitCode() {
    return exitCode;
  }

  /// The one line.
  public String line() {
    return line;
  }
}
