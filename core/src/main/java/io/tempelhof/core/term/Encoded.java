package io.tempelhof.core.term;

import java.util.Arrays;

/// One term in external form, starting with the version byte 131, not yet decoded. It lets the
/// reading side hand a message to its receiver without looking inside. The bytes of a peer may turn
/// out to be {@link Malformed}.
public final class Encoded {
  private final byte[] bytes;

  private Encoded(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes over the bytes (version byte included); the caller must not change them afterwards.
  public static Encoded of(byte[] bytes) {
    return new Encoded(bytes);
  }

  /// The external form of a term.
  public static Encoded of(Term term) {
    return new Encoded(Etf.encode(term));
  }

  /// Reads the term, which must fill the bytes.
  public Decoded decode() {
    return Etf.decode(bytes);
  }

  /// The length in bytes.
  public int size() {
    return bytes.length;
  }

  /// The bytes themselves, not a copy: never to be changed.
  public byte[] bytes() {
    return bytes;
  }

  /// Equal bytes; equal terms may have different ones.
  @Override
  public boolean equals(Object other) {
    return other instanceof Encoded encoded && Arrays.equals(bytes, encoded.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return switch (decode()) {
      case Decoded.Ok ok -> ok.term().toString();
      case Malformed malformed -> "malformed: " + malformed;
    };
  }
}
