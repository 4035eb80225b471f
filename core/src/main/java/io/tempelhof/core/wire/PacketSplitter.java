package io.tempelhof.core.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts the bytes of one connection into packets, however the network has cut them. Holds memory
/// only while a packet is incomplete, and of a long one never more than twice what the peer has
/// really sent. What is held counts against an {@link Allowance}; {@link #release} gives it back.
public final class PacketSplitter {
  /// Gets the packets in order, while {@link #feed} runs.
  public interface Packets {
    /// One complete packet without its header: {@code bytes[from..to)}, empty for a tick. The array
    /// is only lent: what is to stay must be copied. May call {@link #switchTo}.
    ///
    /// @return whether to go on; otherwise the rest of the bytes is dropped
    boolean packet(byte[] bytes, int from, int to);
  }

  /// Why a packet is not read: its header announces more than its framing allows, or no memory is
  /// left for it. The connection is beyond help.
  public record Refusal(String reason) {}

  /// A packet up to this long gets its memory at once, a longer one as it comes in.
  private static final int AT_ONCE_BYTES = 128 << 10;

  private static final byte[] NOTHING = {};

  private final Allowance allowance;
  private Framing framing = Framing.HANDSHAKE;
  private byte[] held = NOTHING;
  private int heldCount;

  /// @param allowance what may be held
  public PacketSplitter(Allowance allowance) {
    this.allowance = allowance;
  }

  /// Cuts everything after the current packet by this framing.
  public void switchTo(Framing next) {
    framing = next;
  }

  /// Takes {@code bytes[from..to)}, hands out every packet they complete and keeps a copy of the
  /// incomplete rest.
  ///
  /// @return null, or why there is no going on
  public @Nullable Refusal feed(byte[] bytes, int from, int to, Packets packets) {
    int at = from;
    while (heldCount > 0 && at < to) {
      int total = total(held, 0, heldCount);
      int end = at + Math.min(to - at, total - heldCount);
      if (!hold(bytes, at, end, total)) {
        return outOfRoom();
      }
      at = end;
      if (heldCount < framing.headerBytes()) {
        return null;
      }
      long length = framing.length(held, 0);
      if (length > framing.maxBytes()) {
        return tooLong(length);
      }
      if (heldCount == total(held, 0, heldCount) && !hand(packets)) {
        return null;
      }
    }
    while (to - at >= framing.headerBytes()) {
      long length = framing.length(bytes, at);
      if (length > framing.maxBytes()) {
        return tooLong(length);
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
    if (at < to) {
      return hold(bytes, at, to, total(bytes, at, to)) ? null : outOfRoom();
    }
    if (heldCount == 0) {
      release();
    }
    return null;
  }

  /// Gives up what is held.
  public void release() {
    allowance.give(held.length);
    held = NOTHING;
    heldCount = 0;
  }

  /// How long the packet is that starts at {@code from}, its header included, as far as can be
  /// known: that of the header alone until the header is complete.
  private int total(byte[] bytes, int from, int to) {
    int header = framing.headerBytes();
    return to - from < header ? header : header + (int) framing.length(bytes, from);
  }

  /// Keeps a copy of bytes of a packet whose length is {@code total}; false if there is no memory.
  private boolean hold(byte[] bytes, int from, int to, int total) {
    int count = heldCount + to - from;
    if (count > held.length) {
      int room = Math.min(total, Math.max(AT_ONCE_BYTES, 2 * count));
      if (!allowance.take(room - held.length)) {
        return false;
      }
      held = heldCount == 0 ? new byte[room] : Arrays.copyOf(held, room);
    }
    System.arraycopy(bytes, from, held, heldCount, to - from);
    heldCount = count;
    return true;
  }

  /// Hands out what is held. A buffer of moderate size serves for the next packet too.
  private boolean hand(Packets packets) {
    int end = heldCount;
    heldCount = 0;
    boolean goOn = packets.packet(held, framing.headerBytes(), end);
    if (held.length > AT_ONCE_BYTES) {
      release();
    }
    return goOn;
  }

  private static Refusal tooLong(long length) {
    return new Refusal("a packet of " + length + " bytes is announced");
  }

  private static Refusal outOfRoom() {
    return new Refusal("no room left in this JVM for packets that are not complete");
  }
}
