package io.tempelhof.core.term;

import io.tempelhof.core.term.Cursor.Illegal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads what terms without slots hold after their tag byte. {@code start} is the offset of that
/// tag.
final class LeafReader {
  private static final long UNSIGNED_INT = 0xFFFF_FFFFL;
  private static final int TEXTUAL_FLOAT_BYTES = 31;

  private final Cursor in;
  private final Atom @Nullable [] cachedAtoms;

  LeafReader(Cursor in, Atom @Nullable [] cachedAtoms) {
    this.in = in;
    this.cachedAtoms = cachedAtoms;
  }

  /// A term that is met less often.
  Term rare(int tag, int start) {
    return switch (tag) {
      case Tags.SMALL_BIG -> big(in.unsignedByte(), start);
      case Tags.LARGE_BIG -> big(in.count32(), start);
      case Tags.BIT_BINARY -> bitBinary(start);
      case Tags.EXPORT -> export();
      case Tags.NEW_PORT -> newPort();
      case Tags.V4_PORT -> v4Port();
      case Tags.ATOM_UTF8, Tags.ATOM, Tags.SMALL_ATOM, Tags.ATOM_CACHE_REF -> atom(tag, start);
      case Tags.PID -> oldPid();
      case Tags.PORT -> oldPort();
      case Tags.REFERENCE -> oldReference();
      case Tags.NEW_REFERENCE -> newReference(start);
      case Tags.FLOAT -> textualReal(start);
      case Tags.COMPRESSED -> throw new Illegal("compressed term", start);
      default -> throw new Illegal("unknown tag " + tag, start);
    };
  }

  /// A whole atom, as it stands inside pids, references and the like.
  Atom atom() {
    int start = in.position();
    return atom(in.unsignedByte(), start);
  }

  Atom atom(int tag, int start) {
    return switch (tag) {
      case Tags.SMALL_ATOM_UTF8 -> atomUtf8(in.unsignedByte(), start);
      case Tags.ATOM_UTF8 -> atomUtf8(in.unsignedShort(), start);
      case Tags.SMALL_ATOM -> atomLatin1(in.unsignedByte(), start);
      case Tags.ATOM -> atomLatin1(in.unsignedShort(), start);
      case Tags.ATOM_CACHE_REF -> cachedAtom(start);
      default -> throw new Illegal("tag " + tag + " where an atom belongs", start);
    };
  }

  private Atom cachedAtom(int start) {
    Atom[] atoms = cachedAtoms;
    if (atoms == null) {
      throw new Illegal("atom cache reference outside a frame with a cache", start);
    }
    int index = in.unsignedByte();
    if (index >= atoms.length) {
      throw new Illegal("atom cache reference " + index + " of " + atoms.length, start);
    }
    return atoms[index];
  }

  private Atom atomLatin1(int length, int start) {
    if (length > TermLimits.MAX_ATOM_CODE_POINTS) {
      throw new Illegal("atom of " + length + " characters", start);
    }
    int from = in.skip(length);
    return new Atom(new String(in.array(), from, length, StandardCharsets.ISO_8859_1));
  }

  Atom atomUtf8(int length, int start) {
    String text = Utf8.decode(in.array(), in.skip(length), length);
    if (text == null) {
      throw new Illegal("atom that is no UTF-8", start);
    }
    if (length > TermLimits.MAX_ATOM_CODE_POINTS
        && text.codePointCount(0, text.length()) > TermLimits.MAX_ATOM_CODE_POINTS) {
      throw new Illegal(
          "atom of more than " + TermLimits.MAX_ATOM_CODE_POINTS + " characters", start);
    }
    return new Atom(text);
  }

  /// A whole integer of at most 32 bits, as it stands inside funs.
  int smallInteger() {
    int start = in.position();
    int tag = in.unsignedByte();
    return switch (tag) {
      case Tags.SMALL_INTEGER -> in.unsignedByte();
      case Tags.INTEGER -> in.int32();
      default -> throw new Illegal("tag " + tag + " where a small integer belongs", start);
    };
  }

  /// SMALL_BIG_EXT and LARGE_BIG_EXT: sign, then the magnitude, least byte first.
  Term big(int length, int start) {
    if (length > TermLimits.MAX_INTEGER_BYTES) {
      throw new Illegal("integer of " + length + " bytes", start);
    }
    int sign = in.unsignedByte();
    int from = in.skip(length);
    byte[] magnitude = new byte[length];
    for (int i = 0; i < length; i++) {
      magnitude[length - 1 - i] = in.array()[from + i];
    }
    BigInteger value = new BigInteger(1, magnitude);
    return BigInt.of(sign == 0 ? value : value.negate());
  }

  Real real(int start) {
    double value = Double.longBitsToDouble(in.int64());
    if (!Double.isFinite(value)) {
      throw new Illegal("float that is no finite number", start);
    }
    return Real.of(value);
  }

  /// FLOAT_EXT: what C's {@code %.20e} prints, in 31 bytes filled up with zeros.
  Real textualReal(int start) {
    byte[] field = in.take(TEXTUAL_FLOAT_BYTES);
    int length = 0;
    while (length < field.length && "+-.0123456789eE".indexOf(field[length]) >= 0) {
      length++;
    }
    if (length == field.length || field[length] == 0) {
      try {
        String text = new String(field, 0, length, StandardCharsets.ISO_8859_1);
        double value = Double.parseDouble(text);
        if (Double.isFinite(value)) {
          return Real.of(value);
        }
      } catch (NumberFormatException noNumber) {
        // falls through to the refusal
      }
    }
    throw new Illegal("float in text that is no finite number", start);
  }

  Term bitBinary(int start) {
    int length = in.count32();
    int bits = in.unsignedByte();
    if (bits > Byte.SIZE || (bits == 0) != (length == 0)) {
      throw new Illegal(bits + " bits in the last of " + length + " bytes", start);
    }
    byte[] bytes = in.take(length);
    return bits == 0 || bits == Byte.SIZE ? Binary.owning(bytes) : BitString.owning(bytes, bits);
  }

  Binary binary() {
    int length = in.count32();
    return in.mayShare(length)
        ? Binary.within(in.array(), in.skip(length), length)
        : Binary.owning(in.take(length));
  }

  /// STRING_EXT: a list of bytes.
  Term string() {
    int length = in.unsignedShort();
    int from = in.skip(length);
    Term[] slots = new Term[length + 1];
    for (int i = 0; i < length; i++) {
      slots[i] = Int.of(in.array()[from + i] & 0xFF);
    }
    slots[length] = Nil.NIL;
    return ListTerm.owning(slots);
  }

  Pid newPid() {
    return new Pid(atom(), in.int32(), in.int32(), in.int32());
  }

  Pid oldPid() {
    return new Pid(atom(), in.int32(), in.int32(), in.unsignedByte());
  }

  /// A whole pid, as it stands inside funs.
  Pid pid() {
    int start = in.position();
    int tag = in.unsignedByte();
    return switch (tag) {
      case Tags.NEW_PID -> newPid();
      case Tags.PID -> oldPid();
      default -> throw new Illegal("tag " + tag + " where a pid belongs", start);
    };
  }

  Port v4Port() {
    return new Port(atom(), in.int64(), in.int32());
  }

  Port newPort() {
    return new Port(atom(), in.int32() & UNSIGNED_INT, in.int32());
  }

  Port oldPort() {
    return new Port(atom(), in.int32() & UNSIGNED_INT, in.unsignedByte());
  }

  Ref newerReference(int start) {
    int length = referenceLength(start);
    return reference(atom(), in.int32(), length);
  }

  Ref newReference(int start) {
    int length = referenceLength(start);
    return reference(atom(), in.unsignedByte(), length);
  }

  Ref oldReference() {
    Atom node = atom();
    int word = in.int32();
    return Ref.owning(node, in.unsignedByte(), new int[] {word});
  }

  private int referenceLength(int start) {
    int length = in.unsignedShort();
    if (length < 1 || length > TermLimits.MAX_REFERENCE_WORDS) {
      throw new Illegal("reference of " + length + " words", start);
    }
    return length;
  }

  private Ref reference(Atom node, int creation, int length) {
    int[] words = new int[length];
    for (int i = 0; i < length; i++) {
      words[i] = in.int32();
    }
    return Ref.owning(node, creation, words);
  }

  Export export() {
    Atom module = atom();
    Atom function = atom();
    int start = in.position();
    int arity = smallInteger();
    if (arity < 0 || arity > 255) {
      throw new Illegal("function of " + arity + " arguments", start);
    }
    return new Export(module, function, arity);
  }
}
