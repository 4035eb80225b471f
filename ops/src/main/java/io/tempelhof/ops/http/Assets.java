package io.tempelhof.ops.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The dashboard's own files, from the class path.
public final class Assets {
  private static final String FOLDER = "/dashboard";
  private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9._-]*)+");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "json", "application/json; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");

  /// The file for a path; {@code /} is {@code /index.html}. Empty if there is none.
  ///
  /// @throws IOException if it cannot be read
  public Optional<Reply> find(String path) throws IOException {
    String name = path.equals("/") ? "/index.html" : path;
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !PLAIN.matcher(name).matches()) {
      return Optional.empty();
    }
    try (InputStream file = Assets.class.getResourceAsStream(FOLDER + name)) {
      return file == null
          ? Optional.empty()
          : Optional.of(new Reply(200, type, file.readAllBytes()));
    }
  }
}
