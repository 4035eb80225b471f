package io.tempelhof.core.node;

import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import org.jspecify.annotations.Nullable;

/// A node of a cluster, named to a newcomer as a way in.
///
/// @param address where it listens; without one the EPMD of its host is asked
public record Seed(NodeName name, @Nullable Address address) {

  /// Reads {@code NAME@HOST} or {@code NAME@HOST:PORT}. With a port, HOST is also where the node is
  /// dialled; an IPv6 one then stands in brackets.
  ///
  /// @throws IllegalArgumentException if the text is neither; the message is one line for a user
  public static Seed of(String text) {
    int host = text.indexOf('@') + 1;
    int colon = text.lastIndexOf(':');
    if (colon < host || isIpv6(text.substring(host))) {
      return new Seed(NodeName.of(text), null);
    }
    return new Seed(NodeName.of(text.substring(0, colon)), Address.of(text.substring(host)));
  }

  /// Whether this is an address with colons and no port behind it.
  private static boolean isIpv6(String host) {
    return host.endsWith("]")
        || (!host.startsWith("[") && host.indexOf(':') != host.lastIndexOf(':'));
  }

  @Override
  public String toString() {
    return address == null ? name.toString() : name + " at " + address;
  }
}
