package io.tempelhof.core.term;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One term in external form, not yet decoded. It lets the reading side hand a message to its
/// receiver without looking inside. The bytes of a peer may turn out to be {@link Malformed}.
///
/// Most stand alone and start with the version byte 131. One out of a frame with a header has no
/// such byte and may refer to the atoms of its header. A long one may be in several pieces, as it
/// came in fragments or with the binaries it shares; those are put together by whoever decodes it
/// first, which only one thread may do.
public final class Encoded {
  private static final byte[] IN_PIECES = {};

  private final Atom @Nullable [] atoms;
  private final int size;
  private byte[] bytes;
  private @Nullable List<Piece> pieces;

  private Encoded(byte[] bytes, Atom @Nullable [] atoms) {
    this.bytes = bytes;
    this.atoms = atoms;
    this.size = bytes.length;
  }

  private Encoded(List<Piece> pieces, int size, Atom @Nullable [] atoms) {
    this.bytes = IN_PIECES;
    this.pieces = pieces;
    this.atoms = atoms;
    this.size = size;
  }

  /// Takes over the bytes (version byte included); the caller must not change them afterwards.
  public static Encoded of(byte[] bytes) {
    return new Encoded(bytes, null);
  }

  /// The external form of a term.
  public static Encoded of(Term term) {
    TermWriter out = TermWriter.sharing();
    out.putVersion();
    out.put(term);
    return of(out);
  }

  /// Takes over what was written: a version byte and a term.
  ///
  /// @throws IllegalArgumentException beyond {@link TermLimits#MAX_ENCODED_BYTES}
  public static Encoded of(TermWriter written) {
    return written.hasShared()
        ? inPieces(written.pieces(), null)
        : new Encoded(written.finish(), null);
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
    List<Piece> pieces = new ArrayList<>(parts.size());
    int left = size;
    for (byte[] part : parts) {
      int length = Math.min(part.length, left);
      pieces.add(new Piece(part, 0, length));
      left -= length;
    }
    return inPieces(pieces, atoms);
  }

  private static Encoded inPieces(List<Piece> pieces, Atom @Nullable [] atoms) {
    int size = pieces.stream().mapToInt(Piece::length).sum();
    return new Encoded(pieces, size, atoms);
  }

  /// Reads the term, which must fill the bytes.
  public Decoded decode() {
    byte[] all = joined();
    if (atoms != null) {
      return Etf.decodeOwned(all, 0, atoms);
    }
    return all.length > 0 && (all[0] & 0xFF) == Etf.VERSION
        ? Etf.decodeOwned(all, 1, null)
        : Etf.decode(all);
  }

  /// The length in bytes.
  public int size() {
    return size;
  }

  /// The bytes themselves, version byte first; not a copy: never to be changed.
  ///
  /// @throws IllegalStateException if the term does not stand alone
  public byte[] bytes() {
    mustStandAlone();
    return joined();
  }

  /// Appends {@code length} of the bytes, the first of them at {@code from}, to what is written.
  ///
  /// @throws IllegalStateException if the term does not stand alone
  public void copy(int from, int length, TermWriter out) {
    mustStandAlone();
    List<Piece> all = pieces;
    if (all == null) {
      out.putRaw(bytes, from, length);
      return;
    }
    int start = from;
    int left = length;
    for (Piece piece : all) {
      if (start >= piece.length()) {
        start -= piece.length();
        continue;
      }
      int count = Math.min(left, piece.length() - start);
      out.putRaw(piece.bytes(), piece.from() + start, count);
      start = 0;
      left -= count;
      if (left == 0) {
        return;
      }
    }
  }

  private void mustStandAlone() {
    if (atoms != null) {
      throw new IllegalStateException("a term that came in a frame with a header");
    }
  }

  private byte[] joined() {
    List<Piece> all = pieces;
    if (all != null) {
      byte[] together = new byte[size];
      int at = 0;
      for (Piece piece : all) {
        System.arraycopy(piece.bytes(), piece.from(), together, at, piece.length());
        at += piece.length();
      }
      bytes = together;
      pieces = null;
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
