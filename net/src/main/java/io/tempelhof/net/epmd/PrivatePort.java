package io.tempelhof.net.epmd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Where an EPMD can listen that serves one cluster alone: of a test, a demo or a benchmark.
public final class PrivatePort {
  private static final int LOWEST = 10_000;

  /// Linux gives the ports from here on to whoever binds or connects without naming one. A port of
  /// those, free a moment ago, may be a node's own by the time EPMD wants it.
  private static final int LOWEST_GIVEN_OUT = 32_768;

  private static final int TRIES_MAX = 1_000;

  private PrivatePort() {}

  /// A port below those that the system gives out, chosen by chance, on whose loopback address
  /// nobody listens at this moment.
  ///
  /// @throws IllegalStateException if 1,000 ports were tried and all of them are taken
  public static int choose() {
    for (int i = 0; i < TRIES_MAX; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, LOWEST_GIVEN_OUT);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        // The next one, then.
      }
    }
    throw new IllegalStateException(
        "no port from " + LOWEST + " to " + (LOWEST_GIVEN_OUT - 1) + " is free");
  }
}
