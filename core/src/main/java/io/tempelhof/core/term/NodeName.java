package io.tempelhof.core.term;

import org.jspecify.annotations.Nullable;

/// The name of a node, {@code name@host}: both parts non-empty ASCII without {@code @}, at most 255
/// characters in all (OTP {@code net_kernel} name rules). A value; held whole, since it is a key,
/// compared and written far more often than it is taken apart.
public final class NodeName implements Comparable<NodeName> {
  private static final int LENGTH_MAX = 255;

  private final Atom whole;
  private final int at;
  private final int hash;

  /// @throws IllegalArgumentException if that is no legal node name
  public NodeName(String name, String host) {
    if (!isLegal(name) || !isLegal(host) || name.length() + 1 + host.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "node name \"" + name + "@" + host + "\" is not NAME@HOST: both parts non-empty ASCII");
    }
    whole = new Atom(name + "@" + host);
    at = name.length();
    hash = whole.text().hashCode();
  }

  private static boolean isLegal(String part) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c <= ' ' || c >= 127 || c == '@') {
        return false;
      }
    }
    return !part.isEmpty();
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

  /// What stands before the {@code @}.
  public String name() {
    return toString().substring(0, at);
  }

  /// What stands behind it.
  public String host() {
    return toString().substring(at + 1);
  }

  /// Whether this is {@code undefined@host}: no name yet, the node lets the first one it connects
  /// to give it a name (OTP {@code net_kernel}, "dynamic node names").
  public boolean isUndefined() {
    return name().equals("undefined");
  }

  /// The same name as an atom.
  public Atom atom() {
    return whole;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof NodeName that
            && hash == that.hash
            && whole.text().equals(that.whole.text()));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// Byte-wise order of the full text, the order OTP uses to decide crossed connection attempts.
  @Override
  public int compareTo(NodeName other) {
    return whole.text().compareTo(other.whole.text());
  }

  @Override
  public String toString() {
    return whole.text();
  }
}
