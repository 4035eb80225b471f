package io.tempelhof.core.term;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One term in external form, not yet decoded. It lets the reading side hand a message to its
/// receiver without looking inside. The bytes of a peer may turn out to be {@link Malformed}.
///
/// Most stand alone and start with the version byte 131. One out of a frame with a header has no
/// such byte, may refer to the atoms of its header, and may have come in several parts; those are
/// put together by whoever decodes it first, which only one thread may do.
public final class Encoded {
  private static final byte[] IN_PARTS = {};

  private final Atom @Nullable [] atoms;
  private final int size;
  private byte[] bytes;
  private byte @Nullable [][] parts;

  private Encoded(byte[] bytes, Atom @Nullable [] atoms) {
    this.bytes = bytes;
    this.atoms = atoms;
    this.size = bytes.length;
  }

  private Encoded(byte[][] parts, int size, Atom[] atoms) {
    this.bytes = IN_PARTS;
    this.parts = parts;
    this.atoms = atoms;
    this.size = size;
  }

  /// Takes over the bytes (version byte included); the caller must not change them afterwards.
  public static Encoded of(byte[] bytes) {
    return new Encoded(bytes, null);
  }

  /// The external form of a term.
  public static Encoded of(Term term) {
    return new Encoded(Etf.encode(term), null);
  }

  /// Takes over the bytes of a term without version byte.
  ///
  /// @param atoms what atom cache references in it mean
  public static Encoded inFrame(byte[] bytes, Atom[] atoms) {
    return new Encoded(bytes, atoms);
  }

  /// The same, of a term whose bytes came in several parts; the last may be longer than needed.
  ///
  /// @param size how many bytes the term has
  public static Encoded inFrames(List<byte[]> parts, int size, Atom[] atoms) {
    return new Encoded(parts.toArray(byte[][]::new), size, atoms);
  }

  /// Reads the term, which must fill the bytes.
  public Decoded decode() {
    byte[] all = joined();
    return atoms == null
        ? Etf.decode(all)
        : Etf.nothingAfter(Etf.decodeBare(all, 0, all.length, atoms), all.length);
  }

  /// The length in bytes.
  public int size() {
    return size;
  }

  /// The bytes themselves, version byte first; not a copy: never to be changed.
  ///
  /// @throws IllegalStateException if the term does not stand alone
  public byte[] bytes() {
    if (atoms != null) {
      throw new IllegalStateException("a term that came in a frame with a header");
    }
    return bytes;
  }

  private byte[] joined() {
    byte[][] pieces = parts;
    if (pieces != null) {
      byte[] all = new byte[size];
      int at = 0;
      for (byte[] piece : pieces) {
        int length = Math.min(piece.length, size - at);
        System.arraycopy(piece, 0, all, at, length);
        at += length;
      }
      bytes = all;
      parts = null;
    }
    return bytes;
  }

  /// Equal bytes and meaning of references; equal terms may have different ones.
  @Override
  public boolean equals(Object other) {
    return other instanceof Encoded encoded
        && Arrays.equals(joined(), encoded.joined())
        && Arrays.equals(atoms, encoded.atoms);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(joined());
  }

  @Override
  public String toString() {
    return switch (decode()) {
      case Decoded.Ok ok -> ok.term().toString();
      case Malformed malformed -> "malformed: " + malformed;
    };
  }
}
