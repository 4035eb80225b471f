package io.tempelhof.cli.console;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Records as JSON, one line each: {@code peersMean} is written {@code peers_mean}.
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private Json() {}

  /// One line without its end.
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Reads what {@link #line} wrote.
  ///
  /// @throws IllegalArgumentException if the line is no such value
  public static <T> T read(String line, Class<T> type) {
    try {
      return MAPPER.readValue(line, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a " + type.getSimpleName() + ": " + line, e);
    }
  }
}
