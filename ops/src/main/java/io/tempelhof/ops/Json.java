package io.tempelhof.ops;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Records as JSON: {@code peersMean} is written {@code peers_mean}.
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private Json() {}

  /// One line without its end.
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// A value of that type.
  ///
  /// @throws tools.jackson.core.JacksonException if the text is none
  public static <T> T read(String text, Class<T> type) {
    return MAPPER.readValue(text, type);
  }

  /// Any JSON.
  ///
  /// @throws tools.jackson.core.JacksonException if the text is none
  public static JsonNode tree(String text) {
    return MAPPER.readTree(text);
  }
}
