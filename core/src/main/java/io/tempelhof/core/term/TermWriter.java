package io.tempelhof.core.term;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes terms in external form, one after the other, into a buffer that grows. Besides whole
/// {@link #put terms} it writes the parts a term consists of, so that values can be written without
/// building terms first: whoever puts a head of {@code n} slots then puts exactly {@code n} terms.
public final class TermWriter extends ByteWriter {
  private static final int LARGEST_NEW_PORT_ID = (1 << 28) - 1;

  /// A longer binary is rather shared than copied, where that is possible.
  private static final int SHARED_BYTES_MIN = 64 << 10;

  /// A binary that was not copied, and the place in the buffer where its bytes belong.
  private record Shared(int at, Piece piece) {}

  private final @Nullable AtomReferences references;
  private final boolean sharing;
  private List<Shared> shared = List.of();

  /// One that writes every byte itself.
  public TermWriter() {
    this(false);
  }

  private TermWriter(boolean sharing) {
    references = null;
    this.sharing = sharing;
  }

  /// A writer that does not copy long {@link Binary} terms: what it has written is known by {@link
  /// Encoded#of(TermWriter)} only. Never to be truncated.
  public static TermWriter sharing() {
    return new TermWriter(true);
  }

  /// A writer with room for so many bytes before it grows.
  public TermWriter(int capacity) {
    super(capacity);
    references = null;
    sharing = false;
  }

  /// A writer for what follows a distribution header: atoms are referred to where that is possible.
  public TermWriter(AtomReferences references) {
    this.references = references;
    sharing = false;
  }

  /// The version byte that stands before a term of its own.
  public void putVersion() {
    putByte(Etf.VERSION);
  }

  /// A whole term.
  ///
  /// @throws IllegalArgumentException if it is nested deeper than {@link TermLimits#MAX_DEPTH}
  public void put(Term term) {
    if (!(term instanceof Compound compound)) {
      putLeaf(term);
      return;
    }
    Walk walk = putHead(compound, null);
    while (walk != null) {
      if (!walk.hasNext()) {
        if (walk.compound instanceof Fun) {
          setInt(walk.start + 1, size - walk.start - 1 + (int) sharedSince(walk.start));
        }
        walk = walk.outer;
        continue;
      }
      Term slot = walk.next();
      if (slot instanceof Compound inner) {
        walk = putHead(inner, walk);
      } else {
        putLeaf(slot);
      }
    }
  }

  /// Writes what stands before the slots; answers the walk to go on with.
  private @Nullable Walk putHead(Compound compound, @Nullable Walk outer) {
    int start = size;
    switch (compound) {
      case Tuple _ -> putTuple(compound.slots.length);
      case ListTerm list -> {
        if (putByteList(list)) {
          return outer;
        }
        putList(list.size());
      }
      case MapTerm map -> putMap(map.size());
      case Fun fun -> putFunHead(fun);
    }
    Walk walk = new Walk(compound, outer);
    if (walk.depth > TermLimits.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "a term nested deeper than " + TermLimits.MAX_DEPTH + " levels");
    }
    walk.start = start;
    return walk;
  }

  private void putLeaf(Term leaf) {
    switch (leaf) {
      case Int integer -> putInteger(integer.value());
      case Atom atom -> putAtom(atom.text());
      case Binary binary -> {
        if (sharing && binary.size() >= SHARED_BYTES_MIN) {
          putShared(binary);
        } else {
          Piece piece = binary.piece();
          putBinaryHead(piece.length(), piece.length());
          putRaw(piece.bytes(), piece.from(), piece.length());
        }
      }
      case Nil _ -> putNil();
      case Pid pid -> putPid(pid);
      case Ref ref -> putRef(ref);
      case Real real -> putReal(real.value());
      case BigInt big -> putInteger(big.value());
      case BitString string -> {
        putByte(Tags.BIT_BINARY);
        putInt(string.array().length);
        putByte(string.bits());
        putRaw(string.array());
      }
      case Port port -> putPort(port);
      case Export export -> {
        putByte(Tags.EXPORT);
        putAtom(export.module().text());
        putAtom(export.function().text());
        putInteger(export.arity());
      }
      case Tuple _, ListTerm _, MapTerm _, Fun _ ->
          throw new IllegalStateException("no leaf: " + leaf);
    }
  }

  /// The head of a tuple of so many elements.
  public void putTuple(int arity) {
    if (arity <= 255) {
      room(2);
      bytes[size++] = (byte) Tags.SMALL_TUPLE;
      bytes[size++] = (byte) arity;
    } else {
      putByte(Tags.LARGE_TUPLE);
      putInt(arity);
    }
  }

  /// The head of a list of so many elements (at least 1), which are followed by the tail.
  public void putList(int elements) {
    room(5);
    bytes[size] = (byte) Tags.LIST;
    BigEndian.putInt(bytes, size + 1, elements);
    size += 5;
  }

  /// The empty list, also the tail of every proper list.
  public void putNil() {
    putByte(Tags.NIL);
  }

  /// The head of a map: so many times a key and its value follow, no two keys equal.
  public void putMap(int entries) {
    room(5);
    bytes[size] = (byte) Tags.MAP;
    BigEndian.putInt(bytes, size + 1, entries);
    size += 5;
  }

  /// Writes an integer in its shortest form.
  public void putInteger(long value) {
    if (value >= 0 && value <= 255) {
      room(2);
      bytes[size++] = (byte) Tags.SMALL_INTEGER;
      bytes[size++] = (byte) value;
    } else if (value == (int) value) {
      room(5);
      bytes[size] = (byte) Tags.INTEGER;
      BigEndian.putInt(bytes, size + 1, (int) value);
      size += 5;
    } else {
      putSmallBig(value);
    }
  }

  private void putSmallBig(long value) {
    long magnitude = Math.abs(value); // of the least long: itself, right as an unsigned number
    int length = Long.BYTES - Long.numberOfLeadingZeros(magnitude) / Byte.SIZE;
    room(3 + length);
    bytes[size++] = (byte) Tags.SMALL_BIG;
    bytes[size++] = (byte) length;
    bytes[size++] = (byte) (value < 0 ? 1 : 0);
    for (int i = 0; i < length; i++) {
      bytes[size++] = (byte) (magnitude >>> (Byte.SIZE * i));
    }
  }

  /// Writes an integer in its shortest form.
  public void putInteger(BigInteger value) {
    if (value.bitLength() < Long.SIZE) {
      putInteger(value.longValue());
      return;
    }
    byte[] magnitude = value.abs().toByteArray();
    int leading = magnitude[0] == 0 ? 1 : 0;
    int length = magnitude.length - leading;
    if (length <= 255) {
      putByte(Tags.SMALL_BIG);
      putByte(length);
    } else {
      putByte(Tags.LARGE_BIG);
      putInt(length);
    }
    putByte(value.signum() < 0 ? 1 : 0);
    room(length);
    for (int i = magnitude.length - 1; i >= leading; i--) {
      bytes[size++] = magnitude[i];
    }
  }

  /// @throws IllegalArgumentException if the value is no number or infinite: Erlang has no such
  ///   floats
  public void putReal(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Erlang has no float " + value);
    }
    room(9);
    bytes[size] = (byte) Tags.NEW_FLOAT;
    BigEndian.putLong(bytes, size + 1, Double.doubleToRawLongBits(value));
    size += 9;
  }

  /// The atom with this text, of at most 255 code points and without lone surrogates.
  public void putAtom(String text) {
    AtomReferences numbers = references;
    if (numbers != null && putNumber(numbers.of(text))) {
      return;
    }
    int start = size;
    room(2);
    size += 2;
    putUtf8(text);
    int length = size - start - 2;
    if (length <= 255) {
      bytes[start] = (byte) Tags.SMALL_ATOM_UTF8;
      bytes[start + 1] = (byte) length;
    } else {
      room(1);
      System.arraycopy(bytes, start + 2, bytes, start + 3, length);
      size++;
      bytes[start] = (byte) Tags.ATOM_UTF8;
      BigEndian.putShort(bytes, start + 1, length);
    }
  }

  private boolean putNumber(int reference) {
    if (reference >= 0) {
      putByte(Tags.ATOM_CACHE_REF);
      putByte(reference);
    }
    return reference >= 0;
  }

  /// Writes a binary of these bytes.
  public void putBinary(byte[] data) {
    putBinaryHead(data.length, data.length);
    putRaw(data);
  }

  /// What stands before the bytes of a binary, and room for so many bytes after it.
  private void putBinaryHead(int length, int more) {
    room(5L + more);
    bytes[size] = (byte) Tags.BINARY;
    BigEndian.putInt(bytes, size + 1, length);
    size += 5;
  }

  private void putShared(Binary binary) {
    putBinaryHead(binary.size(), 0);
    if (shared.isEmpty()) {
      shared = new ArrayList<>();
    }
    shared.add(new Shared(size, binary.piece()));
    checkLength();
  }

  /// Bytes of shared binaries behind a place in the buffer.
  private long sharedSince(int start) {
    long bytes = 0;
    for (Shared binary : shared) {
      bytes += binary.at > start ? binary.piece.length() : 0;
    }
    return bytes;
  }

  private void checkLength() {
    if (size + sharedSince(0) > TermLimits.MAX_ENCODED_BYTES) {
      throw tooLong();
    }
  }

  /// Whether what was written is not in the buffer alone.
  boolean hasShared() {
    return !shared.isEmpty();
  }

  /// Everything that was written, in its order, where it is. Nothing may be written afterwards.
  ///
  /// @throws IllegalArgumentException beyond {@link TermLimits#MAX_ENCODED_BYTES}
  List<Piece> pieces() {
    checkLength();
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    for (Shared binary : shared) {
      pieces.add(new Piece(bytes, from, binary.at - from));
      pieces.add(binary.piece);
      from = binary.at;
    }
    pieces.add(new Piece(bytes, from, size - from));
    return pieces;
  }

  /// The UTF-8 form of a text, as a binary.
  ///
  /// @throws IllegalArgumentException if the text has a lone surrogate
  public void putText(String text) {
    int start = size;
    room(5);
    size += 5;
    putUtf8(text);
    bytes[start] = (byte) Tags.BINARY;
    BigEndian.putInt(bytes, start + 1, size - start - 5);
  }

  /// Writes a pid.
  public void putPid(Pid pid) {
    putByte(Tags.NEW_PID);
    putAtom(pid.node().text());
    room(12);
    BigEndian.putInt(bytes, size, pid.id());
    BigEndian.putInt(bytes, size + 4, pid.serial());
    BigEndian.putInt(bytes, size + 8, pid.creation());
    size += 12;
  }

  /// Writes a reference.
  public void putRef(Ref ref) {
    putByte(Tags.NEWER_REFERENCE);
    putShort(ref.length());
    putAtom(ref.node().text());
    putInt(ref.creation());
    for (int i = 0; i < ref.length(); i++) {
      putInt(ref.word(i));
    }
  }

  private void putPort(Port port) {
    boolean small = port.id() >= 0 && port.id() <= LARGEST_NEW_PORT_ID;
    putByte(small ? Tags.NEW_PORT : Tags.V4_PORT);
    putAtom(port.node().text());
    if (small) {
      putInt((int) port.id());
    } else {
      putLong(port.id());
    }
    putInt(port.creation());
  }

  private void putFunHead(Fun fun) {
    putByte(Tags.NEW_FUN);
    putInt(0); // its size, known after its free variables
    putByte(fun.arity());
    putRaw(fun.uniq());
    putInt(fun.index());
    putInt(fun.slots.length);
    putAtom(fun.module().text());
    putInteger(fun.oldIndex());
    putInteger(fun.oldUniq());
    putPid(fun.creator());
  }

  /// Writes a proper list of at most 65,535 bytes the short way; false if it is none.
  private boolean putByteList(ListTerm list) {
    Term[] slots = list.slots;
    int length = list.size();
    if (length > 0xFFFF || !list.isProper()) {
      return false;
    }
    int start = size;
    room(3 + length);
    int at = start + 3;
    for (int i = 0; i < length; i++) {
      if (!(slots[i] instanceof Int integer) || integer.value() != (integer.value() & 0xFF)) {
        return false;
      }
      bytes[at++] = (byte) integer.value();
    }
    bytes[start] = (byte) Tags.STRING;
    BigEndian.putShort(bytes, start + 1, length);
    size = at;
    return true;
  }
}
