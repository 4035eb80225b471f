package io.tempelhof.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/// One side of a handshake written by hand after OTP's {@code erl_dist_protocol}, without a line of
/// what it tests.
final class BareHands implements AutoCloseable {
  /// Hidden, frames without headers; nothing that is not mandatory in OTP 26 but monitors.
  static final long FLAGS = 0x4_0307_0FBCL;

  static final int CREATION = 0x0A0B_0C0D;
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int CHALLENGE = 0x9876_5432;

  /// What the other side says of itself.
  record Introduction(long flags, int challenge, int creation, String name) {}

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  BareHands(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  static BareHands connectedTo(Node node) throws IOException {
    return new BareHands(new Socket(InetAddress.getLoopbackAddress(), node.address().port()));
  }

  private interface Writing {
    void to(DataOutputStream packet) throws IOException;
  }

  private void say(char tag, Writing body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream packet = new DataOutputStream(bytes);
    packet.writeByte(tag);
    body.to(packet);
    out.write(framed(bytes.toByteArray()));
  }

  private static byte[] framed(byte[] packet) {
    byte[] framed = new byte[packet.length + 2];
    framed[0] = (byte) (packet.length >> 8);
    framed[1] = (byte) packet.length;
    System.arraycopy(packet, 0, framed, 2, packet.length);
    return framed;
  }

  void sayName(String name) throws IOException {
    sayName(name, FLAGS);
  }

  void sayName(String name, long flags) throws IOException {
    say(
        'N',
        packet -> {
          packet.writeLong(flags);
          packet.writeInt(CREATION);
          packet.writeShort(name.length());
          packet.writeBytes(name);
        });
  }

  void sayOldName(String name) throws IOException {
    say(
        'n',
        packet -> {
          packet.writeShort(5);
          packet.writeInt((int) FLAGS);
          packet.writeBytes(name);
        });
  }

  void sayComplement() throws IOException {
    say(
        'c',
        packet -> {
          packet.writeInt((int) (FLAGS >>> 32));
          packet.writeInt(CREATION);
        });
  }

  void sayStatus(String status) throws IOException {
    say('s', packet -> packet.writeBytes(status));
  }

  void sayChallenge(String name) throws IOException {
    sayChallenge(name, FLAGS, CREATION);
  }

  void sayChallenge(String name, long flags, int creation) throws IOException {
    say(
        'N',
        packet -> {
          packet.writeLong(flags);
          packet.writeInt(CHALLENGE);
          packet.writeInt(creation);
          packet.writeShort(name.length());
          packet.writeBytes(name);
        });
  }

  void sayReply(byte[] proof) throws IOException {
    say(
        'r',
        packet -> {
          packet.writeInt(CHALLENGE);
          packet.write(proof);
        });
  }

  void sayAck(byte[] proof) throws IOException {
    say('a', packet -> packet.write(proof));
  }

  void sayBytes(byte... bytes) throws IOException {
    out.write(bytes);
  }

  static byte[] proof(String cookie, int challenge) {
    try {
      String text = cookie + Integer.toUnsignedString(challenge);
      return MessageDigest.getInstance("MD5").digest(text.getBytes(ISO_8859_1));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /// The next packet; empty when the other side has closed.
  Optional<byte[]> hear() {
    try {
      byte[] packet = new byte[in.readUnsignedShort()];
      in.readFully(packet);
      return Optional.of(packet);
    } catch (EOFException | SocketException closed) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] hear(char tag) {
    byte[] packet =
        hear().orElseThrow(() -> new AssertionError("closed in place of a packet '" + tag + "'"));
    if (packet[0] != tag) {
      throw new AssertionError("not '" + tag + "' but " + new String(packet, ISO_8859_1));
    }
    return packet;
  }

  String hearStatus() {
    byte[] packet = hear('s');
    return new String(packet, 1, packet.length - 1, ISO_8859_1);
  }

  /// The name of a connecting node.
  String hearName() throws IOException {
    byte[] packet = hear('N');
    DataInputStream fields = fields(packet, 13);
    return new String(fields.readNBytes(fields.readUnsignedShort()), ISO_8859_1);
  }

  Introduction hearChallenge() throws IOException {
    DataInputStream fields = fields(hear('N'), 1);
    long flags = fields.readLong();
    int challenge = fields.readInt();
    int creation = fields.readInt();
    String name = new String(fields.readNBytes(fields.readUnsignedShort()), ISO_8859_1);
    return new Introduction(flags, challenge, creation, name);
  }

  /// The challenge of a connecting node, whose proof must be right.
  int hearReply(String cookie) throws IOException {
    byte[] packet = hear('r');
    if (!Arrays.equals(Arrays.copyOfRange(packet, 5, packet.length), proof(cookie, CHALLENGE))) {
      throw new AssertionError("wrong proof");
    }
    return fields(packet, 1).readInt();
  }

  /// The ack, whose proof must be right.
  void hearAck(String cookie) {
    byte[] packet = hear('a');
    if (!Arrays.equals(Arrays.copyOfRange(packet, 1, packet.length), proof(cookie, CHALLENGE))) {
      throw new AssertionError("wrong proof");
    }
  }

  private static DataInputStream fields(byte[] packet, int from) {
    return new DataInputStream(
        new java.io.ByteArrayInputStream(packet, from, packet.length - from));
  }

  /// From the challenge on, as the connecting side.
  void finish(String cookie) throws IOException {
    sayReply(proof(cookie, hearChallenge().challenge()));
    hearAck(cookie);
  }

  /// Whether what is at the other end answers: it is asked to watch a process nobody has.
  boolean isAnswered(String name) throws IOException {
    byte[] node = name.getBytes(ISO_8859_1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream frame = new DataOutputStream(bytes);
    // {19, Pid, nobody, Ref} in a frame without header.
    frame.write(new byte[] {'p', (byte) 131, 104, 4, 97, 19});
    frame.write(new byte[] {88, 119, (byte) node.length});
    frame.write(node);
    frame.writeInt(1);
    frame.writeInt(0);
    frame.writeInt(CREATION);
    frame.write(new byte[] {119, 6});
    frame.writeBytes("nobody");
    frame.write(new byte[] {90, 0, 3, 119, (byte) node.length});
    frame.write(node);
    frame.writeInt(CREATION);
    frame.write(new byte[12]);
    try {
      out.writeInt(bytes.size());
      bytes.writeTo(out);
      while (true) {
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        if (answer.length > 0) {
          return new String(answer, ISO_8859_1).contains("noproc");
        }
      }
    } catch (EOFException | SocketException closed) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
