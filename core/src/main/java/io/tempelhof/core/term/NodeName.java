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
    this(legal(name + "@" + host));
  }

  private NodeName(Atom whole) {
    this.whole = whole;
    at = whole.text().indexOf('@');
    hash = whole.text().hashCode();
  }

  private static Atom legal(String text) {
    if (!isLegal(text)) {
      throw new IllegalArgumentException(
          "node name \"" + text + "\" is not NAME@HOST: both parts non-empty ASCII");
    }
    return Atom.of(text);
  }

  private static boolean isLegal(String text) {
    int at = text.indexOf('@');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 127 || (c == '@' && i != at)) {
        return false;
      }
    }
    return at > 0 && at < text.length() - 1 && text.length() <= LENGTH_MAX;
  }

  /// Reads {@code name@host}.
  ///
  /// @throws IllegalArgumentException if the text is no legal node name
  public static NodeName of(String text) {
    return new NodeName(legal(text));
  }

  /// Reads {@code name@host} as a stranger sent it; null if it is no legal node name.
  public static @Nullable NodeName parse(String text) {
    return isLegal(text) ? new NodeName(Atom.of(text)) : null;
  }

  /// The same of an atom.
  public static @Nullable NodeName parse(Atom text) {
    return isLegal(text.text()) ? new NodeName(text) : null;
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
