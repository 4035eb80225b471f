package io.tempelhof.cli.console;

import tools.jackson.core.JacksonException;

/// Records as JSON, one line each: {@code peersMean} is written {@code peers_mean}.
public final class Json {
  private Json() {}

  /// One line without its end.
  public static String line(Object value) {
    return io.tempelhof.ops.Json.line(value);
  }

  /// Reads what {@link #line} wrote.
  ///
  /// @throws IllegalArgumentException if the line is no such value
  public static <T> T read(String line, Class<T> type) {
    try {
      return io.tempelhof.ops.Json.read(line, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a " + type.getSimpleName() + ": " + line, e);
    }
  }
}
