package io.tempelhof.core.term;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads terms in external form (OTP {@code erl_ext_dist}) out of a byte array.
///
/// Nesting is kept in a chain of {@link Open} terms instead of on the stack. Nothing is allocated
/// on a peer's word: every term takes at least one byte, so a compound whose slots, added to all
/// slots still owed to the compounds around it, outnumber the bytes left is refused before its row
/// is made.
final class TermReader {
  private static final Term[] NO_TERMS = {};

  private final byte[] bytes;
  private final int end;
  private final Atom @Nullable [] cachedAtoms;
  private int at;
  private @Nullable Open open;
  private int depth;
  private long owed;

  /// Reads from {@code from} to {@code to}. {@code cachedAtoms} is what ATOM_CACHE_REF means in the
  /// frame that carried the bytes, null where such references are not legal.
  TermReader(byte[] bytes, int from, int to, Atom @Nullable [] cachedAtoms) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
    this.cachedAtoms = cachedAtoms;
  }

  /// Thrown inside the reader only; its door turns it into {@link Malformed}.
  static final class Illegal extends RuntimeException {
    final transient Malformed malformed;

    Illegal(String reason, int offset) {
      super(reason, null, false, false);
      malformed = new Malformed(reason, offset);
    }
  }

  /// A compound term some of whose slots are still to be read.
  private static final class Open {
    final int tag;
    final int start;
    final @Nullable Open outer;
    Term[] slots;
    int length;
    int filled;
    @Nullable FunHead fun;

    Open(int tag, int start, Term[] slots, @Nullable Open outer) {
      this.tag = tag;
      this.start = start;
      this.slots = slots;
      this.length = slots.length;
      this.outer = outer;
    }

    /// A list that grew at its tail may have room left.
    Term[] trimmed() {
      return filled == slots.length ? slots : Arrays.copyOf(slots, filled);
    }

    boolean atTail() {
      return tag == Tags.LIST && filled == length - 1;
    }
  }

  private record FunHead(
      int arity,
      byte[] uniq,
      int index,
      Atom module,
      int oldIndex,
      int oldUniq,
      Pid creator,
      long end) {}

  int position() {
    return at;
  }

  /// Reads one term.
  ///
  /// @throws Illegal if there is none
  Term read() {
    while (true) {
      Term term = readLeafOrOpen();
      while (term != null) {
        Open inside = open;
        if (inside == null) {
          return term;
        }
        term = add(inside, term);
      }
    }
  }

  /// Puts a finished term into the innermost open one; answers that one if it is finished too.
  private @Nullable Term add(Open inside, Term term) {
    owed--;
    if (inside.atTail() && term instanceof ListTerm tail) {
      inside.slots = Arrays.copyOf(inside.slots, inside.filled + tail.slots.length);
      System.arraycopy(tail.slots, 0, inside.slots, inside.filled, tail.slots.length);
      inside.filled = inside.slots.length;
      return close(inside);
    }
    inside.slots[inside.filled++] = term;
    return inside.filled == inside.length ? close(inside) : null;
  }

  private Term close(Open done) {
    open = done.outer;
    depth--;
    return switch (done.tag) {
      case Tags.LIST -> ListTerm.owning(done.trimmed());
      case Tags.MAP -> {
        MapTerm map = MapTerm.owning(done.slots);
        if (map == null) {
          throw new Illegal("map with two equal keys", done.start);
        }
        yield map;
      }
      case Tags.NEW_FUN -> closeFun(done);
      default -> Tuple.owning(done.slots);
    };
  }

  private @Nullable Term readLeafOrOpen() {
    int start = at;
    int tag = need(1) & 0xFF;
    at++;
    return switch (tag) {
      case Tags.SMALL_INTEGER -> Int.of(unsignedByte());
      case Tags.INTEGER -> Int.of(int32());
      case Tags.SMALL_ATOM_UTF8 -> atomUtf8(unsignedByte());
      case Tags.SMALL_TUPLE -> openTuple(unsignedByte(), start);
      case Tags.NIL -> Nil.NIL;
      case Tags.BINARY -> Binary.owning(take(length32()));
      case Tags.LIST -> openList(length32(), start);
      case Tags.STRING -> string();
      case Tags.MAP -> openMap(length32(), start);
      case Tags.NEW_PID -> new Pid(atom(), int32(), int32(), int32());
      case Tags.NEWER_REFERENCE -> reference(start);
      case Tags.NEW_FLOAT -> real(start);
      case Tags.SMALL_BIG -> big(unsignedByte(), start);
      case Tags.LARGE_BIG -> big(length32(), start);
      case Tags.LARGE_TUPLE -> openTuple(length32(), start);
      case Tags.BIT_BINARY -> bitBinary(start);
      case Tags.EXPORT -> export();
      case Tags.NEW_FUN -> openFun(start);
      case Tags.NEW_PORT -> new Port(atom(), int32() & 0xFFFF_FFFFL, int32());
      case Tags.V4_PORT -> new Port(atom(), int64(), int32());
      case Tags.ATOM_UTF8, Tags.ATOM, Tags.SMALL_ATOM, Tags.ATOM_CACHE_REF -> atom(tag, start);
      case Tags.PID -> new Pid(atom(), int32(), int32(), unsignedByte());
      case Tags.PORT -> new Port(atom(), int32() & 0xFFFF_FFFFL, unsignedByte());
      case Tags.REFERENCE -> oldReference();
      case Tags.NEW_REFERENCE -> newReference(start);
      case Tags.FLOAT -> textualReal(start);
      case Tags.COMPRESSED -> throw new Illegal("compressed term", start);
      default -> throw new Illegal("unknown term tag " + tag, start);
    };
  }

  private @Nullable Term openTuple(int arity, int start) {
    if (arity == 0) {
      return Tuple.EMPTY;
    }
    if (arity > TermLimits.MAX_TUPLE_ARITY) {
      throw new Illegal("tuple of " + arity + " elements", start);
    }
    push(Tags.SMALL_TUPLE, arity, start);
    return null;
  }

  private @Nullable Term openMap(int entries, int start) {
    if (entries == 0) {
      return MapTerm.EMPTY;
    }
    push(Tags.MAP, 2L * entries, start);
    return null;
  }

  /// A list in the place of a tail only makes the list before it longer, and one without elements
  /// is nothing but its tail, which follows.
  private @Nullable Term openList(int elements, int start) {
    if (elements == 0) {
      return null;
    }
    Open before = open;
    if (before == null || !before.atTail()) {
      push(Tags.LIST, elements + 1L, start);
      return null;
    }
    owe(elements, start);
    before.length += elements;
    if (before.length > before.slots.length) {
      int room = Math.max(before.length, Math.min(2 * before.filled, before.filled + end - at));
      before.slots = Arrays.copyOf(before.slots, room);
    }
    return null;
  }

  private Open push(int tag, long slots, int start) {
    owe(slots, start);
    if (++depth > TermLimits.MAX_DEPTH) {
      throw new Illegal("terms nested deeper than " + TermLimits.MAX_DEPTH + " levels", start);
    }
    open = new Open(tag, start, slots == 0 ? NO_TERMS : new Term[(int) slots], open);
    return open;
  }

  private void owe(long terms, int start) {
    owed += terms;
    if (owed > end - at) {
      throw new Illegal(owed + " terms announced in " + (end - at) + " bytes", start);
    }
  }

  private Term string() {
    int length = unsignedShort();
    need(length);
    Term[] slots = new Term[length + 1];
    for (int i = 0; i < length; i++) {
      slots[i] = Int.of(bytes[at + i] & 0xFF);
    }
    slots[length] = Nil.NIL;
    at += length;
    return ListTerm.owning(slots);
  }

  private Term big(int size, int start) {
    if (size > TermLimits.MAX_INTEGER_BYTES) {
      throw new Illegal("integer of " + size + " bytes", start);
    }
    int sign = unsignedByte();
    need(size);
    byte[] magnitude = new byte[size];
    for (int i = 0; i < size; i++) {
      magnitude[size - 1 - i] = bytes[at + i];
    }
    at += size;
    BigInteger value = new BigInteger(1, magnitude);
    return BigInt.of(sign == 0 ? value : value.negate());
  }

  private Real real(int start) {
    double value = Double.longBitsToDouble(int64());
    if (!Double.isFinite(value)) {
      throw new Illegal("float that is no number", start);
    }
    return new Real(value);
  }

  /// FLOAT_EXT: the text of C's {@code %.20e} in 31 bytes, filled up with zeros.
  private Real textualReal(int start) {
    byte[] field = take(31);
    int length = 0;
    while (length < field.length && field[length] != 0) {
      length++;
    }
    String text = new String(field, 0, length, StandardCharsets.ISO_8859_1);
    if (text.isEmpty() || !text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0)) {
      throw new Illegal("float in no legal text", start);
    }
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return new Real(value);
      }
    } catch (NumberFormatException notANumber) {
      // refused below
    }
    throw new Illegal("float in no legal text", start);
  }

  private Term bitBinary(int start) {
    int length = length32();
    int bits = unsignedByte();
    if (bits > 8 || (bits == 0) != (length == 0)) {
      throw new Illegal(bits + " bits in the last of " + length + " bytes", start);
    }
    byte[] data = take(length);
    return bits == 8 || bits == 0 ? Binary.owning(data) : BitString.owning(data, bits);
  }

  private Ref reference(int start) {
    int length = referenceLength(start);
    Atom node = atom();
    int creation = int32();
    return Ref.owning(node, creation, words(length));
  }

  private Ref newReference(int start) {
    int length = referenceLength(start);
    Atom node = atom();
    int creation = unsignedByte();
    return Ref.owning(node, creation, words(length));
  }

  private Ref oldReference() {
    Atom node = atom();
    int word = int32();
    return Ref.owning(node, unsignedByte(), new int[] {word});
  }

  private int referenceLength(int start) {
    int length = unsignedShort();
    if (length < 1 || length > TermLimits.MAX_REFERENCE_WORDS) {
      throw new Illegal("reference of " + length + " words", start);
    }
    return length;
  }

  private int[] words(int count) {
    int[] words = new int[count];
    for (int i = 0; i < count; i++) {
      words[i] = int32();
    }
    return words;
  }

  private Export export() {
    Atom module = atom();
    Atom function = atom();
    return new Export(module, function, smallInteger(0, 255));
  }

  private @Nullable Term openFun(int start) {
    long size = int32() & 0xFFFF_FFFFL;
    long funEnd = start + 1 + size;
    int arity = unsignedByte();
    byte[] uniq = take(16);
    int index = int32();
    long free = int32() & 0xFFFF_FFFFL;
    Atom module = atom();
    int oldIndex = smallInteger(Integer.MIN_VALUE, Integer.MAX_VALUE);
    int oldUniq = smallInteger(Integer.MIN_VALUE, Integer.MAX_VALUE);
    int pidStart = at;
    int tag = unsignedByte();
    Pid creator =
        switch (tag) {
          case Tags.NEW_PID -> new Pid(atom(), int32(), int32(), int32());
          case Tags.PID -> new Pid(atom(), int32(), int32(), unsignedByte());
          default -> throw new Illegal("fun made by no process", pidStart);
        };
    Open fun = push(Tags.NEW_FUN, free, start);
    fun.fun = new FunHead(arity, uniq, index, module, oldIndex, oldUniq, creator, funEnd);
    return free == 0 ? close(fun) : null;
  }

  private Term closeFun(Open done) {
    FunHead head = done.fun;
    if (head == null) {
      throw new IllegalStateException("a fun without a head");
    }
    if (head.end != at) {
      throw new Illegal("fun that does not end where it says", done.start);
    }
    return new Fun(
        head.arity,
        head.uniq,
        head.index,
        head.module,
        head.oldIndex,
        head.oldUniq,
        head.creator,
        done.slots);
  }

  private int smallInteger(int least, int greatest) {
    int start = at;
    int value =
        switch (unsignedByte()) {
          case Tags.SMALL_INTEGER -> unsignedByte();
          case Tags.INTEGER -> int32();
          default -> throw new Illegal("no small integer", start);
        };
    if (value < least || value > greatest) {
      throw new Illegal("integer " + value + " out of range", start);
    }
    return value;
  }

  /// An atom inside a pid, reference or the like.
  private Atom atom() {
    int start = at;
    return atom(unsignedByte(), start);
  }

  private Atom atom(int tag, int start) {
    return switch (tag) {
      case Tags.SMALL_ATOM_UTF8 -> atomUtf8(unsignedByte());
      case Tags.ATOM_UTF8 -> atomUtf8(unsignedShort());
      case Tags.SMALL_ATOM -> atomLatin1(unsignedByte(), start);
      case Tags.ATOM -> atomLatin1(unsignedShort(), start);
      case Tags.ATOM_CACHE_REF -> cachedAtom(start);
      default -> throw new Illegal("no atom but tag " + tag, start);
    };
  }

  private Atom cachedAtom(int start) {
    Atom[] atoms = cachedAtoms;
    if (atoms == null) {
      throw new Illegal("atom cache reference outside a frame with a cache", start);
    }
    int index = unsignedByte();
    if (index >= atoms.length) {
      throw new Illegal("atom cache reference " + index + " of " + atoms.length, start);
    }
    return atoms[index];
  }

  private Atom atomLatin1(int length, int start) {
    if (length > TermLimits.MAX_ATOM_CODE_POINTS) {
      throw new Illegal("atom of " + length + " characters", start);
    }
    need(length);
    at += length;
    return new Atom(new String(bytes, at - length, length, StandardCharsets.ISO_8859_1));
  }

  private Atom atomUtf8(int length) {
    int start = at;
    need(length);
    at += length;
    String text = Utf8.decode(bytes, start, length);
    if (text == null) {
      throw new Illegal("atom in no legal UTF-8", start);
    }
    if (length > TermLimits.MAX_ATOM_CODE_POINTS
        && text.codePointCount(0, text.length()) > TermLimits.MAX_ATOM_CODE_POINTS) {
      throw new Illegal("atom of more than 255 characters", start);
    }
    return new Atom(text);
  }

  private byte[] take(int length) {
    need(length);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /// Makes sure that so many bytes are left, and answers the first of them.
  private byte need(int length) {
    if (length > end - at) {
      throw new Illegal((length - (end - at)) + " bytes missing", end);
    }
    return length == 0 ? 0 : bytes[at];
  }

  private int unsignedByte() {
    int value = need(1) & 0xFF;
    at++;
    return value;
  }

  private int unsignedShort() {
    need(2);
    at += 2;
    return BigEndian.getShort(bytes, at - 2);
  }

  private int int32() {
    need(4);
    at += 4;
    return BigEndian.getInt(bytes, at - 4);
  }

  private long int64() {
    need(8);
    at += 8;
    return BigEndian.getLong(bytes, at - 8);
  }

  /// A length of 32 bits, which counts things of at least one byte each.
  private int length32() {
    int length = int32();
    if (length < 0 || length > end - at) {
      throw new Illegal(
          Integer.toUnsignedString(length) + " announced in " + (end - at) + " bytes", at - 4);
    }
    return length;
  }
}
