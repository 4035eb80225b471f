package io.tempelhof.core.term;

/// One term in external form, starting with the version byte 131, not yet decoded. It lets the
/// reading side hand a message to its receiver without looking inside.
public final class Encoded {
  private final byte[] bytes;

  private Encoded(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes over the bytes (version byte included); the caller must not change them afterwards.
  public static Encoded of(byte[] bytes) {
    return new Encoded(bytes);
  }

  /// The length in bytes.
  public int size() {
    return bytes.length;
  }

  /// The bytes themselves, not a copy: never to be changed.
  public byte[] bytes() {
    return bytes;
  }
}
