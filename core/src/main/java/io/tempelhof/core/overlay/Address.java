package io.tempelhof.core.overlay;

import org.jspecify.annotations.Nullable;

/// Where a node's listener can be reached.
///
/// @param host a name or an address, IPv6 without brackets
/// @param port 1 to 65535
public record Address(String host, int port) {
  public Address {
    if (host.isEmpty() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("no address: " + host + ":" + port);
    }
  }

  /// Reads {@code HOST:PORT}; an IPv6 host stands in brackets.
  ///
  /// @throws IllegalArgumentException if the text is none; the message is one line for a user
  public static Address of(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, Math.max(0, colon));
    try {
      return new Address(bare(host), Integer.parseInt(text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not HOST:PORT (1 to 65535)", e);
    }
  }

  // Written out, as in NodeId.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Address that && port == that.port && host.equals(that.host));
  }

  @Override
  public int hashCode() {
    return 31 * host.hashCode() + port;
  }

  private boolean isBareIpv6() {
    return host.indexOf(':') >= 0 && !host.startsWith("[");
  }

  private static String bare(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return bracketed ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return (isBareIpv6() ? "[" + host + "]" : host) + ":" + port;
  }
}
