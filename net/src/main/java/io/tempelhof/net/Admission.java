package io.tempelhof.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/// How many accepted sockets may be in their handshake at once, since until its end anyone may be
/// there: {@value #SOCKETS_MAX} in all; further ones wait in the kernel's queue. From one address
/// {@value #ADDRESS_MAX}, further ones are refused; loopback is exempt.
final class Admission {
  static final int SOCKETS_MAX = 64;
  static final int ADDRESS_MAX = 8;

  private final Map<InetAddress, Integer> perAddress = new HashMap<>();
  private int sockets;

  /// Whether a socket from that address may begin its handshake.
  synchronized boolean enter(InetAddress from) {
    int others = perAddress.getOrDefault(from, 0);
    if (others >= ADDRESS_MAX && !from.isLoopbackAddress()) {
      return false;
    }
    perAddress.put(from, others + 1);
    sockets++;
    return true;
  }

  /// The handshake is over, one way or the other.
  synchronized void leave(InetAddress from) {
    perAddress.computeIfPresent(from, (_, count) -> count > 1 ? count - 1 : null);
    sockets--;
  }

  /// Whether the next socket has to wait.
  synchronized boolean isFull() {
    return sockets >= SOCKETS_MAX;
  }
}
