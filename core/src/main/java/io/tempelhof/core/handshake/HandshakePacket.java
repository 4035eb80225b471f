package io.tempelhof.core.handshake;

import io.tempelhof.core.wire.Flags;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The packets of handshake version 6, without their two bytes of length (OTP, {@code
/// erl_dist_protocol}, "Distribution Handshake"). Two of them share the tag {@code N}: only the
/// step of the handshake tells which one is meant, so each is decoded by its own name.
sealed interface HandshakePacket {
  /// The bytes of the packet.
  byte[] encode();

  /// Who the connecting node is; from a node without a name, its host.
  record SendName(Flags flags, int creation, String name, @Nullable Extension extension)
      implements HandshakePacket {
    static @Nullable SendName decode(byte[] packet) {
      return read(
          packet,
          'N',
          in -> {
            Flags flags = new Flags(in.getLong());
            int creation = in.getInt();
            String name = latin1(in, Short.toUnsignedInt(in.getShort()));
            return new SendName(flags, creation, name, Extension.decode(in));
          });
    }

    @Override
    public byte[] encode() {
      byte[] text = latin1(name);
      byte[] trailing = trailing(extension);
      return ByteBuffer.allocate(15 + text.length + trailing.length)
          .put((byte) 'N')
          .putLong(flags.bits())
          .putInt(creation)
          .putShort((short) text.length)
          .put(text)
          .put(trailing)
          .array();
    }
  }

  /// The form of {@link SendName} that OTP 23 and 24 use where no EPMD told them our version: the
  /// high half of the flags and the creation follow in {@link Complement}.
  record OldSendName(Flags lowFlags, String name) implements HandshakePacket {
    private static final int VERSION = 5;

    static @Nullable OldSendName decode(byte[] packet) {
      return read(
          packet,
          'n',
          in -> {
            int version = in.getShort();
            Flags flags = new Flags(Integer.toUnsignedLong(in.getInt()));
            return version == VERSION ? new OldSendName(flags, latin1(in, in.remaining())) : null;
          });
    }

    @Override
    public byte[] encode() {
      byte[] text = latin1(name);
      return ByteBuffer.allocate(7 + text.length)
          .put((byte) 'n')
          .putShort((short) VERSION)
          .putInt((int) lowFlags.bits())
          .put(text)
          .array();
    }
  }

  /// The accepting node's verdict, and the connecting node's answer to {@code alive}.
  record Status(String text) implements HandshakePacket {
    static final Status TRUE = new Status("true");
    static final Status FALSE = new Status("false");

    static @Nullable Status decode(byte[] packet) {
      return read(packet, 's', in -> new Status(latin1(in, in.remaining())));
    }

    @Override
    public byte[] encode() {
      byte[] latin1 = latin1(text);
      return ByteBuffer.allocate(1 + latin1.length).put((byte) 's').put(latin1).array();
    }
  }

  /// The status that gives a connecting node the name it asked for. Its name is UTF-8 in OTP and
  /// ASCII here, like every node name.
  record Named(String name, int creation) implements HandshakePacket {
    private static final String PREFIX = "named:";

    static @Nullable Named decode(byte[] packet) {
      return read(
          packet,
          's',
          in -> {
            boolean names = latin1(in, PREFIX.length()).equals(PREFIX);
            String name = latin1(in, Short.toUnsignedInt(in.getShort()));
            return names ? new Named(name, in.getInt()) : null;
          });
    }

    @Override
    public byte[] encode() {
      byte[] text = latin1(name);
      return ByteBuffer.allocate(1 + PREFIX.length() + 2 + text.length + 4)
          .put((byte) 's')
          .put(latin1(PREFIX))
          .putShort((short) text.length)
          .put(text)
          .putInt(creation)
          .array();
    }
  }

  /// Who the accepting node is, and the number over which the connecting node must prove itself.
  record Challenge(
      Flags flags, int challenge, int creation, String name, @Nullable Extension extension)
      implements HandshakePacket {
    static @Nullable Challenge decode(byte[] packet) {
      return read(
          packet,
          'N',
          in -> {
            Flags flags = new Flags(in.getLong());
            int challenge = in.getInt();
            int creation = in.getInt();
            String name = latin1(in, Short.toUnsignedInt(in.getShort()));
            return new Challenge(flags, challenge, creation, name, Extension.decode(in));
          });
    }

    @Override
    public byte[] encode() {
      byte[] text = latin1(name);
      byte[] trailing = trailing(extension);
      return ByteBuffer.allocate(19 + text.length + trailing.length)
          .put((byte) 'N')
          .putLong(flags.bits())
          .putInt(challenge)
          .putInt(creation)
          .putShort((short) text.length)
          .put(text)
          .put(trailing)
          .array();
    }
  }

  /// What {@link OldSendName} left out.
  record Complement(Flags highFlags, int creation) implements HandshakePacket {
    static @Nullable Complement decode(byte[] packet) {
      return read(
          packet,
          'c',
          in -> new Complement(new Flags((long) in.getInt() << Integer.SIZE), in.getInt()));
    }

    @Override
    public byte[] encode() {
      return ByteBuffer.allocate(9)
          .put((byte) 'c')
          .putInt((int) (highFlags.bits() >>> Integer.SIZE))
          .putInt(creation)
          .array();
    }
  }

  /// The connecting node's proof, and the number over which the accepting node must prove itself.
  record Reply(int challenge, byte[] digest) implements HandshakePacket {
    static @Nullable Reply decode(byte[] packet) {
      return read(packet, 'r', in -> new Reply(in.getInt(), bytes(in, Cookie.DIGEST_BYTES)));
    }

    @Override
    public byte[] encode() {
      return ByteBuffer.allocate(5 + digest.length)
          .put((byte) 'r')
          .putInt(challenge)
          .put(digest)
          .array();
    }
  }

  /// The accepting node's proof; the last packet.
  record Ack(byte[] digest) implements HandshakePacket {
    static @Nullable Ack decode(byte[] packet) {
      return read(packet, 'a', in -> new Ack(bytes(in, Cookie.DIGEST_BYTES)));
    }

    @Override
    public byte[] encode() {
      return ByteBuffer.allocate(1 + digest.length).put((byte) 'a').put(digest).array();
    }
  }

  /// Reads what follows a tag.
  interface Body<P> {
    @Nullable P read(ByteBuffer in);
  }

  /// Reads a packet with this tag; null when the tag differs or bytes are missing.
  private static <P> @Nullable P read(byte[] packet, char tag, Body<P> body) {
    ByteBuffer in = ByteBuffer.wrap(packet);
    try {
      return in.get() == tag ? body.read(in) : null;
    } catch (BufferUnderflowException e) {
      return null;
    }
  }

  private static byte[] bytes(ByteBuffer in, int count) {
    if (in.remaining() < count) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  private static String latin1(ByteBuffer in, int count) {
    return new String(bytes(in, count), StandardCharsets.ISO_8859_1);
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] trailing(@Nullable Extension extension) {
    return extension == null ? new byte[0] : extension.encode();
  }
}
