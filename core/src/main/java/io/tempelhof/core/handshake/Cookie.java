package io.tempelhof.core.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The secret two nodes must share to talk. It never travels: each side proves it knows it by a
/// digest over the other's challenge. Whoever has it may run anything on the node.
public final class Cookie {
  /// The length of a digest, in bytes.
  static final int DIGEST_BYTES = 16;

  private final byte[] latin1;

  /// The cookie with this text. Like an Erlang cookie it is a non-empty atom of Latin-1 text.
  ///
  /// @throws IllegalArgumentException if the text is empty, longer than 255 characters or not
  ///   Latin-1
  public Cookie(String text) {
    if (text.isEmpty() || text.length() > 255 || !text.chars().allMatch(c -> c <= 0xFF)) {
      throw new IllegalArgumentException("a cookie has 1 to 255 characters of Latin-1");
    }
    latin1 = text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// MD5 over the cookie and the challenge as unsigned decimal text (OTP {@code dist_util}).
  byte[] digest(int challenge) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(latin1);
      return md5.digest(Integer.toUnsignedString(challenge).getBytes(StandardCharsets.ISO_8859_1));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /// Whether the digest answers the challenge; takes the same time wherever the two differ.
  boolean proves(byte[] digest, int challenge) {
    return MessageDigest.isEqual(digest, digest(challenge));
  }

  /// Says nothing: cookies must not reach logs.
  @Override
  public String toString() {
    return "Cookie[hidden]";
  }
}
