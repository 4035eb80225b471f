package io.tempelhof.core.term;

/// What a term may be at most. Whatever comes in beyond a limit is {@link Malformed}; what this
/// program itself builds beyond one is refused with an exception.
public final class TermLimits {
  /// Terms nested inside each other, in levels. Genuine nodes have no such limit; each level costs
  /// a reader some 80 bytes, so this one bounds memory, not stack: no operation on terms recurses.
  public static final int MAX_DEPTH = 1 << 20;

  /// The same of a text in Erlang's syntax, which people write.
  public static final int MAX_TEXT_DEPTH = 1_000;

  /// Digits of an integer in such a text.
  public static final int MAX_TEXT_DIGITS = 10_000;

  /// Magnitude of an integer, in bytes: what OTP 25 can hold (2^22 bytes less one word), rounded
  /// up.
  public static final int MAX_INTEGER_BYTES = 1 << 22;

  /// Elements of a tuple (OTP Efficiency Guide, System Limits).
  public static final int MAX_TUPLE_ARITY = (1 << 24) - 1;

  /// Code points of an atom (OTP Efficiency Guide, System Limits).
  public static final int MAX_ATOM_CODE_POINTS = 255;

  /// 32-bit words of a reference.
  public static final int MAX_REFERENCE_WORDS = 5;

  /// External form of a term, in bytes: what one message can carry.
  public static final int MAX_ENCODED_BYTES = 512 << 20;

  /// Size of a compressed term after inflating, in bytes.
  public static final int MAX_INFLATED_BYTES = 1 << 26;

  /// What {@code toString} of a term prints before it says {@code ...}, in characters.
  public static final int MAX_PRINTED_CHARACTERS = 4_000;

  /// The same where somebody has asked for the term itself.
  public static final int MAX_SHOWN_CHARACTERS = 1 << 20;

  private TermLimits() {}
}
