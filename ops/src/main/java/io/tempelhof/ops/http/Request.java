package io.tempelhof.ops.http;

import com.sun.net.httpserver.HttpExchange;
import io.tempelhof.core.term.NodeName;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is asked.
final class Request {
  /// Bytes of a body.
  private static final int BODY_MAX = 4_096;

  private final HttpExchange exchange;
  private final Map<String, String> parameters = new HashMap<>();

  Request(HttpExchange exchange) {
    this.exchange = exchange;
    String query = exchange.getRequestURI().getRawQuery();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "the query is not URL-encoded: " + text);
    }
  }

  String method() {
    return exchange.getRequestMethod();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  /// The node a parameter names.
  Optional<NodeName> node(String name) {
    return parameter(name)
        .map(text -> {
          NodeName node = NodeName.parse(text);
          if (node == null) {
            throw new Refusal(400, name + " is not NAME@HOST: " + text);
          }
          return node;
        });
  }

  /// The whole number a parameter gives.
  long number(String name, long least, long most, long otherwise) {
    return parameter(name)
        .map(text -> {
          try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
              return number;
            }
          } catch (NumberFormatException e) {
            // As wrong as one out of range.
          }
          throw new Refusal(
              400, "%s is no whole number from %d to %d: %s".formatted(name, least, most, text));
        })
        .orElse(otherwise);
  }

  String body() throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(BODY_MAX + 1);
    if (body.length > BODY_MAX) {
      throw new Refusal(413, "the body is longer than " + BODY_MAX + " bytes");
    }
    return new String(body, StandardCharsets.UTF_8);
  }
}
