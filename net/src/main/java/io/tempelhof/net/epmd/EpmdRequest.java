package io.tempelhof.net.epmd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/// What EPMD can be asked. Each request is preceded by two bytes of length.
public sealed interface EpmdRequest {
  /// The longest request EPMD reads, in bytes without its length.
  int MAX_BYTES = 2048;

  /// ALIVE2_REQ: make this node known as long as the connection lasts.
  record Register(EpmdEntry entry) implements EpmdRequest {}

  /// PORT_PLEASE2_REQ: where does that node listen?
  record Lookup(String name) implements EpmdRequest {}

  /// NAMES_REQ: which nodes are there?
  record Names() implements EpmdRequest {}

  /// DUMP_REQ: the same in more detail.
  record Dump() implements EpmdRequest {}

  /// KILL_REQ: end yourself.
  record Kill() implements EpmdRequest {}

  /// STOP_REQ: forget that node.
  record Stop(String name) implements EpmdRequest {}

  /// The request with its length in front.
  default byte[] encode() {
    byte[] body =
        switch (this) {
          case Register(EpmdEntry entry) -> tagged(120, entry.encode());
          case Lookup(String name) -> tagged(122, name.getBytes(UTF_8));
          case Names() -> tagged(110);
          case Dump() -> tagged(100);
          case Kill() -> tagged(107);
          case Stop(String name) -> tagged(115, name.getBytes(UTF_8));
        };
    return ByteBuffer.allocate(2 + body.length).putShort((short) body.length).put(body).array();
  }

  /// Reads a request without its length; null if it is none.
  static @Nullable EpmdRequest decode(ByteBuffer body) {
    if (!body.hasRemaining()) {
      return null;
    }
    byte tag = body.get();
    try {
      return switch (tag) {
        case 120 -> {
          EpmdEntry entry = EpmdEntry.decode(body);
          yield entry == null || body.hasRemaining() ? null : new Register(entry);
        }
        case 122 -> new Lookup(EpmdEntry.text(body, body.remaining(), UTF_8));
        case 110 -> new Names();
        case 100 -> new Dump();
        case 107 -> new Kill();
        case 115 -> new Stop(EpmdEntry.text(body, body.remaining(), UTF_8));
        default -> null;
      };
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static byte[] tagged(int tag, byte... rest) {
    return ByteBuffer.allocate(1 + rest.length).put((byte) tag).put(rest).array();
  }
}
