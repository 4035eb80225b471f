package io.tempelhof.core.wire;

import io.tempelhof.core.term.TermLimits;
import java.nio.ByteBuffer;

/// How a connection's bytes are cut into packets: each is preceded by its length, an unsigned
/// big-endian number. A connection starts with {@link #HANDSHAKE} and changes to {@link #FRAMES}
/// right after the handshake's last packet, possibly in the middle of a TCP segment.
public enum Framing {
  /// Two bytes of length. The longest packet we know of has 540 bytes (name and cluster name of 255
  /// bytes each); the peer has not proved anything yet, so it gets little more.
  HANDSHAKE(2, 1024),
  /// Four bytes of length; length 0 is a tick. Without fragments the largest message travels in one
  /// frame, beside a control message which is given 64 KiB.
  FRAMES(4, TermLimits.MAX_ENCODED_BYTES + (64 << 10));

  private final int headerBytes;
  private final int maxBytes;

  Framing(int headerBytes, int maxBytes) {
    this.headerBytes = headerBytes;
    this.maxBytes = maxBytes;
  }

  /// The size of the length, in bytes.
  public int headerBytes() {
    return headerBytes;
  }

  /// The longest packet we read or write, without its header, in bytes. A header that announces
  /// more costs the connection before anything is allocated.
  public int maxBytes() {
    return maxBytes;
  }

  /// The length in the header that starts at {@code at}, in bytes.
  public long length(byte[] bytes, int at) {
    long length = 0;
    for (int i = 0; i < headerBytes; i++) {
      length = length << 8 | (bytes[at + i] & 0xFF);
    }
    return length;
  }

  /// Writes the header of a packet of {@code length} bytes at {@code at}.
  public void putLength(byte[] bytes, int at, int length) {
    for (int i = headerBytes - 1; i >= 0; i--) {
      bytes[at + i] = (byte) length;
      length >>>= 8;
    }
  }

  /// The packet with its header in front, ready to be written.
  ///
  /// @throws IllegalArgumentException if the packet is longer than {@link #maxBytes}
  public byte[] packet(byte[] body) {
    if (body.length > maxBytes) {
      throw new IllegalArgumentException(
          "packet of " + body.length + " bytes, at most " + maxBytes + " are allowed");
    }
    byte[] packet = new byte[headerBytes + body.length];
    putLength(packet, 0, body.length);
    return ByteBuffer.wrap(packet).put(headerBytes, body).array();
  }
}
