package io.tempelhof.core.handshake;

import java.nio.charset.StandardCharsets;

/// What a stranger sent, made fit for one line of a log: short, and printable ASCII only.
final class Quoted {
  private static final int SHOWN_MAX = 40;

  private Quoted() {}

  static String of(byte[] packet) {
    return of(new String(packet, StandardCharsets.ISO_8859_1));
  }

  static String of(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .limit(SHOWN_MAX)
        .map(c -> c >= ' ' && c < 127 ? c : '.')
        .forEach(c -> quoted.append((char) c));
    quoted.append('"');
    return text.length() <= SHOWN_MAX
        ? quoted.toString()
        : quoted.append("... (").append(text.length()).append(" bytes)").toString();
  }
}
