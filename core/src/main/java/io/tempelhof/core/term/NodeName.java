package io.tempelhof.core.term;

import org.jspecify.annotations.Nullable;

/// The name of a node, {@code name@host}: both parts non-empty ASCII without {@code @}, at most 255
/// characters in all (OTP {@code net_kernel} name rules).
public record NodeName(String name, String host) implements Comparable<NodeName> {
  public NodeName {
    if (!legal(name) || !legal(host) || name.length() + host.length() > 254) {
      throw new IllegalArgumentException(
          "node name \"" + name + "@" + host + "\" is not NAME@HOST: both parts non-empty ASCII");
    }
  }

  private static boolean legal(String part) {
    return !part.isEmpty() && part.chars().allMatch(c -> c > ' ' && c < 127 && c != '@');
  }

  /// Reads {@code name@host}.
  ///
  /// @throws IllegalArgumentException if the text is no legal node name
  public static NodeName of(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException("node name \"" + text + "\" is not NAME@HOST");
    }
    return new NodeName(text.substring(0, at), text.substring(at + 1));
  }

  /// Reads {@code name@host} as a stranger sent it; null if it is no legal node name.
  public static @Nullable NodeName parse(String text) {
    try {
      return of(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// Whether this is {@code undefined@host}: no name yet, the node lets the first one it connects
  /// to give it a name (OTP {@code net_kernel}, "dynamic node names").
  public boolean isUndefined() {
    return name.equals("undefined");
  }

  /// The same name as an atom.
  public Atom atom() {
    return new Atom(toString());
  }

  /// Byte-wise order of the full text, the order OTP uses to decide crossed connection attempts.
  @Override
  public int compareTo(NodeName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return name + "@" + host;
  }
}
