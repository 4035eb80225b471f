package io.tempelhof.interop.faults;

import io.tempelhof.interop.faults.Report.Datagrams;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Map;
import java.util.TreeMap;

/// Plain datagrams, sent and counted: what the network lets through, whatever nodes make of it.
final class Soundings {
  private static final int PORT = 7007;
  private static final int BUFFER_BYTES = 1 << 20;

  private record Count(int count, long bytes, long firstNanos, long lastNanos) {}

  private final DatagramSocket socket;
  private final Map<String, Count> heard = new TreeMap<>();

  Soundings() throws IOException {
    socket = new DatagramSocket(PORT);
    socket.setReceiveBufferSize(BUFFER_BYTES);
    Thread.ofPlatform().name("soundings").daemon().start(this::listen);
  }

  private void listen() {
    DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
    while (!socket.isClosed()) {
      try {
        socket.receive(packet);
        count(packet.getAddress().getHostAddress(), packet.getLength(), System.nanoTime());
      } catch (IOException e) {
        // What the network makes of one datagram is no matter of the next one.
      }
    }
  }

  private synchronized void count(String from, int bytes, long now) {
    heard.merge(
        from,
        new Count(1, bytes, now, now),
        (old, one) ->
            new Count(old.count() + 1, old.bytes() + bytes, old.firstNanos(), one.lastNanos()));
  }

  /// What has come since the last time.
  synchronized Map<String, Datagrams> heard() {
    Map<String, Datagrams> all = new TreeMap<>();
    heard.forEach((from, count) ->
        all.put(
            from,
            new Datagrams(count.count(), count.bytes(), count.lastNanos() - count.firstNanos())));
    heard.clear();
    return all;
  }

  void send(String address, int datagrams, int bytes) throws IOException {
    InetAddress to = InetAddress.getByName(address);
    for (int i = 0; i < datagrams; i++) {
      socket.send(new DatagramPacket(new byte[bytes], bytes, to, PORT));
    }
  }
}
