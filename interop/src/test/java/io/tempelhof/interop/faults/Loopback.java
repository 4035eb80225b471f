package io.tempelhof.interop.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// No network at all: every host is this machine, and all share one EPMD.
///
/// @param descriptorsMax how many descriptors an outpost may open
record Loopback(List<String> hosts, int epmdPort, int descriptorsMax) implements Site {
  private static final int DESCRIPTORS_MAX = 4_096;

  static Loopback of(String... hosts) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Loopback(List.of(hosts), socket.getLocalPort(), DESCRIPTORS_MAX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String address(String host) {
    return "127.0.0.1";
  }

  @Override
  public List<String> on(String host, String... command) {
    String limited = "ulimit -n " + descriptorsMax + "; exec \"$0\" \"$@\"";
    List<String> whole = new ArrayList<>(List.of("sh", "-c", limited));
    whole.addAll(List.of(command));
    return whole;
  }

  @Override
  public void close() {}
}
