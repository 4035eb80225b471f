package io.tempelhof.cli.console;

/// How a command ends. Documented for users in {@code docs/cli.md}; 69, 70 and 77 are those of
/// BSD's {@code sysexits.h}. A command ended by a signal has the shell's code: 130 after Ctrl-C,
/// 143 after SIGTERM.
public enum ExitCode {
  /// Done; what was asked is so.
  OK(0),
  /// The answer is no: no pong, no such node, a bar of the demo or the simulation missed.
  NOT_SO(1),
  /// The command line cannot be understood.
  USAGE(2),
  /// Something that is needed is not there: the port, EPMD, the node to ask, descriptors.
  UNAVAILABLE(69),
  /// An error of Tempelhof's own, shown with its stack.
  BUG(70),
  /// Another node refuses us: wrong cookie, or the name is in use.
  REFUSED(77);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /// What the process ends with.
  public int code() {
    return code;
  }
}
