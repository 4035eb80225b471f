package io.tempelhof.ops.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tempelhof.ops.Json;

/// An answer to one request.
///
/// @param status of HTTP
/// @param type of the body, as {@code Content-Type} has it
public record Reply(int status, String type, byte[] body) {
  static final String JSON = "application/json; charset=utf-8";
  static final String TEXT = "text/plain; charset=utf-8";

  /// What an error looks like.
  record Failure(String error) {}

  static Reply json(Object value) {
    return json(200, Json.line(value));
  }

  static Reply json(int status, String text) {
    return new Reply(status, JSON, text.getBytes(UTF_8));
  }

  static Reply text(int status, String line) {
    return new Reply(status, TEXT, (line + "\n").getBytes(UTF_8));
  }

  /// @param line the thing, the reason, the remedy
  static Reply failure(int status, String line) {
    return json(status, Json.line(new Failure(line)));
  }
}
