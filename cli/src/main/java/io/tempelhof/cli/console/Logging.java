package io.tempelhof.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/// Logs go to standard error, by themselves warnings and errors only; {@code logback.xml} holds the
/// format.
public final class Logging {
  private static final String OURS = "io.tempelhof";

  private Logging() {}

  /// Everything Tempelhof says of itself, from now on.
  public static void verbose() {
    if (LoggerFactory.getLogger(OURS) instanceof Logger logger) {
      logger.setLevel(Level.DEBUG);
    }
  }
}
