package io.tempelhof.core.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts the bytes of one connection into packets, however the network has cut them. Holds memory
/// only while a packet is incomplete, and never more than twice what the peer has really sent of
/// it.
public final class PacketSplitter {
  /// Gets the packets in order, while {@link #feed} runs.
  public interface Packets {
    /// One complete packet without its header: {@code bytes[from..to)}, empty for a tick. The array
    /// is only lent: what is to stay must be copied. May call {@link #switchTo}.
    ///
    /// @return whether to go on; otherwise the rest of the bytes is dropped
    boolean packet(byte[] bytes, int from, int to);
  }

  /// A header that announces a longer packet than its framing allows. The connection is beyond
  /// help.
  public record Oversize(Framing framing, long length) {}

  private static final byte[] NOTHING = {};

  private Framing framing = Framing.HANDSHAKE;
  private byte[] held = NOTHING;
  private int heldCount;

  /// Cuts everything after the current packet by this framing.
  public void switchTo(Framing next) {
    framing = next;
  }

  /// Takes {@code bytes[from..to)}, hands out every packet they complete and keeps a copy of the
  /// incomplete rest.
  ///
  /// @return null, or the header that was out of bounds
  public @Nullable Oversize feed(byte[] bytes, int from, int to, Packets packets) {
    int at = from;
    while (heldCount > 0 && at < to) {
      int end = at + Math.min(to - at, missing());
      hold(bytes, at, end);
      at = end;
      if (heldCount < framing.headerBytes()) {
        return null;
      }
      long length = framing.length(held, 0);
      if (length > framing.maxBytes()) {
        return new Oversize(framing, length);
      }
      if (missing() == 0 && !release(packets)) {
        return null;
      }
    }
    while (to - at >= framing.headerBytes()) {
      long length = framing.length(bytes, at);
      if (length > framing.maxBytes()) {
        return new Oversize(framing, length);
      }
      int start = at + framing.headerBytes();
      if (to - start < length) {
        break;
      }
      at = start + (int) length;
      if (!packets.packet(bytes, start, at)) {
        return null;
      }
    }
    hold(bytes, at, to);
    return null;
  }

  /// How many bytes the held packet lacks: of its header first, then of its body.
  private int missing() {
    int header = framing.headerBytes();
    return heldCount < header
        ? header - heldCount
        : header + (int) framing.length(held, 0) - heldCount;
  }

  private void hold(byte[] bytes, int from, int to) {
    int count = to - from;
    if (heldCount + count > held.length) {
      held = Arrays.copyOf(held, Math.max(heldCount + count, 2 * heldCount));
    }
    System.arraycopy(bytes, from, held, heldCount, count);
    heldCount += count;
  }

  private boolean release(Packets packets) {
    byte[] packet = held;
    int end = heldCount;
    int start = framing.headerBytes();
    held = NOTHING;
    heldCount = 0;
    return packets.packet(packet, start, end);
  }
}
