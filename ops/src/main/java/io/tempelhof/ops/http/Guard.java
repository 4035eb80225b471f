package io.tempelhof.ops.http;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Keeps pages of other origins out. A browser says in {@code Host} whom it believes to talk to,
/// which a name that suddenly resolves to this machine (DNS rebinding) cannot change, and in {@code
/// Origin} whose page it is that asks (cross-site request forgery).
final class Guard {
  private final Set<String> hosts;

  /// @param given the host as its user wrote it
  /// @param bound where the server listens
  Guard(String given, InetSocketAddress bound) {
    this.hosts = new TreeSet<>();
    List<String> names = new ArrayList<>(List.of(given));
    InetAddress address = bound.getAddress();
    names.add(address.getHostAddress());
    if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      names.addAll(List.of("localhost", "127.0.0.1", "::1"));
    }
    if (address.isAnyLocalAddress()) {
      names.addAll(addressesOfThisMachine());
    }
    for (String name : names) {
      String bare = name.contains("%") ? name.substring(0, name.indexOf('%')) : name;
      String host = bare.contains(":") && !bare.startsWith("[") ? "[" + bare + "]" : bare;
      hosts.add(host.toLowerCase(Locale.ROOT) + ":" + bound.getPort());
      if (bound.getPort() == 80) {
        hosts.add(host.toLowerCase(Locale.ROOT));
      }
    }
  }

  private static List<String> addressesOfThisMachine() {
    List<String> all = new ArrayList<>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(InetAddress::getHostAddress)
          .forEach(all::add);
      all.add(InetAddress.getLocalHost().getHostName());
    } catch (SocketException | java.net.UnknownHostException e) {
      // Then only the names above are known.
    }
    return all;
  }

  /// Why the request is refused; empty if it is not.
  Optional<String> refuses(Headers headers) {
    List<String> host = headers.getOrDefault("Host", List.of());
    if (host.size() != 1 || !knows(host.getFirst())) {
      return Optional.of("Host is not this server's; open it as http://" + hosts.iterator().next());
    }
    for (String origin : headers.getOrDefault("Origin", List.of())) {
      if (!origin.startsWith("http://") || !knows(origin.substring("http://".length()))) {
        return Optional.of("Origin is another one: pages of other servers get nothing here");
      }
    }
    return Optional.empty();
  }

  private boolean knows(@Nullable String host) {
    return host != null && hosts.contains(host.toLowerCase(Locale.ROOT));
  }
}
