package io.tempelhof.core.term;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Erlang's external term format (OTP {@code erl_ext_dist}). Encoding writes the smallest form a
/// modern node writes; decoding accepts every form one may send, older ones included, and answers
/// {@link Malformed} to everything else.
public final class Etf {
  /// The version byte before a term that stands alone.
  public static final int VERSION = 131;

  private Etf() {}

  /// The term in external form, version byte first.
  public static byte[] encode(Term term) {
    TermWriter writer = new TermWriter();
    writer.putVersion();
    writer.put(term);
    return writer.finish();
  }

  /// Reads a term that fills the array: version byte, term, nothing after.
  public static Decoded decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /// Reads a term that fills a part of the array: version byte, term, nothing after.
  public static Decoded decode(byte[] bytes, int offset, int length) {
    return nothingAfter(decodeFirst(bytes, offset, length), offset + length);
  }

  /// Reads the first term of a part of the array, version byte included. What follows is left
  /// alone; {@link Decoded.Ok#end} says where it starts.
  public static Decoded decodeFirst(byte[] bytes, int offset, int length) {
    if (length < 1 || (bytes[offset] & 0xFF) != VERSION) {
      return new Malformed("no version byte 131", offset);
    }
    return decodeBare(bytes, offset + 1, length - 1, null);
  }

  /// Reads the first term of a part of the array, where no version byte stands before it, as after
  /// a distribution header. What follows is left alone.
  ///
  /// @param atoms what the frame's atom cache references mean; null where such references are not
  ///   legal
  public static Decoded decodeBare(byte[] bytes, int offset, int length, Atom @Nullable [] atoms) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    return decode(new Cursor(bytes, offset, offset + length, false), atoms);
  }

  /// Reads a term without version byte that fills the array from an offset on. The array is the
  /// term's from now on.
  static Decoded decodeOwned(byte[] bytes, int offset, Atom @Nullable [] atoms) {
    return nothingAfter(decode(new Cursor(bytes, offset, bytes.length, true), atoms), bytes.length);
  }

  private static Decoded decode(Cursor cursor, Atom @Nullable [] atoms) {
    try {
      Term term = new TermReader(cursor, atoms).read();
      return new Decoded.Ok(term, cursor.position());
    } catch (Cursor.Illegal illegal) {
      return illegal.malformed();
    }
  }

  /// Reads a term that was stored rather than sent, as {@code binary_to_term} does: like {@link
  /// #decode}, and it may be compressed ({@code term_to_binary} with the option {@code
  /// compressed}). Frames must not hold such terms. What {@link Malformed} says of a compressed
  /// term's inside counts its inflated bytes.
  public static Decoded decodeStored(byte[] bytes) {
    return bytes.length > 1 && (bytes[1] & 0xFF) == Tags.COMPRESSED && (bytes[0] & 0xFF) == VERSION
        ? Compressed.decode(bytes)
        : decode(bytes);
  }

  static Decoded nothingAfter(Decoded decoded, int end) {
    return decoded instanceof Decoded.Ok ok && ok.end() != end
        ? new Malformed((end - ok.end()) + " bytes after the term", ok.end())
        : decoded;
  }
}
