package io.tempelhof.net.epmd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/// What EPMD knows of a node.
///
/// @param name the part of the node's name before the {@code @}: 1 to {@link #NAME_BYTES_MAX} bytes
///   of UTF-8 without control characters
/// @param port where the node listens
/// @param type {@link #VISIBLE}, {@link #HIDDEN} or whatever else the node said of itself
/// @param highest the highest version of the handshake it speaks
/// @param lowest the lowest one
/// @param extra bytes of no fixed meaning, one in each character, at most {@link #EXTRA_BYTES_MAX}
public record EpmdEntry(String name, int port, int type, int highest, int lowest, String extra) {
  /// The type of an ordinary Erlang node.
  public static final int VISIBLE = 'M';

  /// The type of a node that stays out of {@code nodes()}.
  public static final int HIDDEN = 'H';

  /// The longest name, in bytes.
  public static final int NAME_BYTES_MAX = 255;

  /// The longest extra, in bytes.
  public static final int EXTRA_BYTES_MAX = 1024;

  private static final byte TCP = 0;

  /// The version of the handshake all nodes since OTP 23 speak.
  static final int HANDSHAKE_VERSION = 6;

  public EpmdEntry {
    String fault = fault(name, port, extra);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
  }

  /// A node of this project: hidden, handshake version 6.
  public static EpmdEntry of(String name, int port) {
    return new EpmdEntry(name, port, HIDDEN, HANDSHAKE_VERSION, HANDSHAKE_VERSION, "");
  }

  /// Whether the node speaks the handshake we speak.
  public boolean isCompatible() {
    return lowest <= HANDSHAKE_VERSION && HANDSHAKE_VERSION <= highest;
  }

  /// The form it has in requests and replies alike.
  byte[] encode() {
    byte[] text = name.getBytes(UTF_8);
    return ByteBuffer.allocate(12 + text.length + extra.length())
        .putShort((short) port)
        .put((byte) type)
        .put(TCP)
        .putShort((short) highest)
        .putShort((short) lowest)
        .putShort((short) text.length)
        .put(text)
        .putShort((short) extra.length())
        .put(extra.getBytes(ISO_8859_1))
        .array();
  }

  /// Reads that form; null if it is none, or says what no entry may.
  static @Nullable EpmdEntry decode(ByteBuffer in) {
    try {
      int port = Short.toUnsignedInt(in.getShort());
      int type = Byte.toUnsignedInt(in.get());
      boolean isTcp = in.get() == TCP;
      int highest = Short.toUnsignedInt(in.getShort());
      int lowest = Short.toUnsignedInt(in.getShort());
      String name = text(in, Short.toUnsignedInt(in.getShort()), UTF_8);
      String extra = text(in, Short.toUnsignedInt(in.getShort()), ISO_8859_1);
      return isTcp && fault(name, port, extra) == null
          ? new EpmdEntry(name, port, type, highest, lowest, extra)
          : null;
    } catch (BufferUnderflowException | CharacterCodingException e) {
      return null;
    }
  }

  /// Reads so many bytes of text.
  ///
  /// @throws BufferUnderflowException if there are fewer
  static String text(ByteBuffer in, int bytes, Charset charset) throws CharacterCodingException {
    if (in.remaining() < bytes) {
      throw new BufferUnderflowException();
    }
    ByteBuffer text = in.slice(in.position(), bytes);
    in.position(in.position() + bytes);
    return charset.newDecoder().decode(text).toString();
  }

  /// What is wrong with an entry of this name and port; null if nothing is.
  static @Nullable String fault(String name, int port, String extra) {
    if (name.isEmpty() || name.getBytes(UTF_8).length > NAME_BYTES_MAX) {
      return "a name in EPMD has 1 to " + NAME_BYTES_MAX + " bytes";
    }
    if (name.chars().anyMatch(c -> c <= ' ' || c == 127 || c == '@')) {
      return "a name in EPMD has no blanks, control characters or @";
    }
    if (port < 1 || port > 0xFFFF) {
      return "no port: " + port;
    }
    return extra.length() > EXTRA_BYTES_MAX
        ? "more than " + EXTRA_BYTES_MAX + " extra bytes"
        : null;
  }
}
