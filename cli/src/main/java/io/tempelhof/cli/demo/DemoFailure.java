package io.tempelhof.cli.demo;

/// The demo cannot go on; the message is one line.
public final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String line;

  DemoFailure(String line) {
    super(line);
    this.line = line;
  }

  /// The one line.
  public String line() {
    return line;
  }
}
