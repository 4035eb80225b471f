package io.tempelhof.net.epmd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What EPMD answers. Replies have no length: all but the first end with the connection.
public sealed interface EpmdReply {
  /// ALIVE2_X_RESP or, with a creation of two bytes, ALIVE2_RESP: whether the node is registered
  /// now, and as which incarnation of its name.
  record Registered(boolean accepted, int creation) implements EpmdReply {
    private static final int WIDE = 118;
    private static final int NARROW = 121;

    byte[] encode(boolean wide) {
      ByteBuffer out = ByteBuffer.allocate(wide ? 6 : 4);
      out.put((byte) (wide ? WIDE : NARROW)).put((byte) (accepted ? 0 : 1));
      return (wide ? out.putInt(creation) : out.putShort((short) creation)).array();
    }

    static @Nullable Registered decode(ByteBuffer in) {
      try {
        int tag = in.get();
        boolean accepted = in.get() == 0;
        return switch (tag) {
          case WIDE -> new Registered(accepted, in.getInt());
          case NARROW -> new Registered(accepted, Short.toUnsignedInt(in.getShort()));
          default -> null;
        };
      } catch (BufferUnderflowException e) {
        return null;
      }
    }
  }

  /// PORT2_RESP: the node, or that there is none.
  record Found(@Nullable EpmdEntry entry) implements EpmdReply {
    private static final int TAG = 119;

    byte[] encode() {
      byte[] rest = entry == null ? new byte[0] : entry.encode();
      return ByteBuffer.allocate(2 + rest.length)
          .put((byte) TAG)
          .put((byte) (entry == null ? 1 : 0))
          .put(rest)
          .array();
    }

    static @Nullable Found decode(ByteBuffer in) {
      if (in.remaining() < 2 || in.get() != TAG) {
        return null;
      }
      if (in.get() != 0) {
        return new Found(null);
      }
      EpmdEntry entry = EpmdEntry.decode(in);
      return entry == null ? null : new Found(entry);
    }
  }

  /// The reply to NAMES_REQ: all nodes, after the port of EPMD itself.
  record Listed(int epmdPort, List<Node> nodes) implements EpmdReply {
    private static final Pattern LINE = Pattern.compile("name (\\S+) at port (\\d{1,5})");

    /// A node's name, without its host, and port.
    public record Node(String name, int port) {}

    byte[] encode() {
      StringBuilder text = new StringBuilder();
      for (Node node : nodes) {
        text.append("name %s at port %d\n".formatted(node.name, node.port));
      }
      byte[] lines = text.toString().getBytes(UTF_8);
      return ByteBuffer.allocate(4 + lines.length).putInt(epmdPort).put(lines).array();
    }

    static @Nullable Listed decode(ByteBuffer in) {
      if (in.remaining() < 4) {
        return null;
      }
      int port = in.getInt();
      List<Node> nodes = new ArrayList<>();
      for (String line : UTF_8.decode(in).toString().lines().toList()) {
        Matcher node = LINE.matcher(line);
        if (!node.matches()) {
          return null;
        }
        nodes.add(new Node(node.group(1), Integer.parseInt(node.group(2))));
      }
      return new Listed(port, nodes);
    }
  }
}
