package io.tempelhof.core.overlay;

/// Where a node's listener can be reached.
public record Address(String host, int port) {
  public Address {
    if (host.isEmpty() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("no address: " + host + ":" + port);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
