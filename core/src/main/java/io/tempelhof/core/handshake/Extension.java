package io.tempelhof.core.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What Tempelhof nodes tell each other in the bytes after the name in {@code send_name} and {@code
/// challenge}, which the protocol tells every other node to ignore.
///
/// Layout: the magic {@code TPLH}, version (2 bytes), length of the cluster name (1), cluster name
/// (UTF-8), capabilities (8). Later versions may append to it and never change what is there.
/// Nothing secret and nothing that needs proof belongs here: the peer has not shown its cookie yet.
///
/// @param version the version of this extension, 1 to 65,535
/// @param cluster the name of the cluster, at most {@link #CLUSTER_BYTES_MAX} bytes of UTF-8; nodes
///   of different clusters are plain Erlang neighbours
/// @param capabilities one bit for each thing a node can do; unknown bits carry no meaning
public record Extension(int version, String cluster, long capabilities) {
  /// The version this code writes.
  public static final int CURRENT_VERSION = 1;

  /// The longest cluster name, in bytes.
  public static final int CLUSTER_BYTES_MAX = 255;

  /// The capability bit of a client node: it is a member of no cluster, only attached to it.
  public static final long CLIENT = 1;

  private static final int MAGIC = 0x5450_4C48;
  private static final int FIXED_BYTES = 4 + 2 + 1 + 8;

  public Extension {
    if (version < 1 || version > 0xFFFF) {
      throw new IllegalArgumentException("extension version " + version + " is not 1 to 65535");
    }
    if (cluster.getBytes(StandardCharsets.UTF_8).length > CLUSTER_BYTES_MAX) {
      throw new IllegalArgumentException(
          "cluster name longer than " + CLUSTER_BYTES_MAX + " bytes");
    }
  }

  /// Whether it is a client node.
  public boolean client() {
    return (capabilities & CLIENT) != 0;
  }

  /// The bytes to append after the name.
  byte[] encode() {
    byte[] name = cluster.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(FIXED_BYTES + name.length)
        .putInt(MAGIC)
        .putShort((short) version)
        .put((byte) name.length)
        .put(name)
        .putLong(capabilities)
        .array();
  }

  /// Reads the bytes after the name; null when they are not ours (none, or another node's).
  static @Nullable Extension decode(ByteBuffer trailing) {
    if (trailing.remaining() < FIXED_BYTES || trailing.getInt() != MAGIC) {
      return null;
    }
    int version = Short.toUnsignedInt(trailing.getShort());
    byte[] name = new byte[Byte.toUnsignedInt(trailing.get())];
    if (version == 0 || trailing.remaining() < name.length + Long.BYTES) {
      return null;
    }
    trailing.get(name);
    String cluster = new String(name, StandardCharsets.UTF_8);
    boolean isUtf8 = Arrays.equals(cluster.getBytes(StandardCharsets.UTF_8), name);
    return isUtf8 ? new Extension(version, cluster, trailing.getLong()) : null;
  }
}
