package io.tempelhof.core.term;

import io.tempelhof.core.term.Cursor.Illegal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads terms in external form (OTP {@code erl_ext_dist}) at a cursor.
///
/// Nesting is kept in a chain of {@link Open} terms instead of on the stack. Nothing is allocated
/// on a peer's word: every term takes at least one byte, so a compound whose slots, added to all
/// slots still owed to the compounds around it, outnumber the bytes left is refused before its row
/// is made.
final class TermReader {
  /// A compound term some of whose slots are still to be read.
  private static final class Open {
    final int tag;
    final int start;
    final @Nullable Open outer;
    final @Nullable FunHead fun;
    Term[] slots;
    int length;
    int filled;

    Open(int tag, int start, int length, @Nullable FunHead fun, @Nullable Open outer) {
      this.tag = tag;
      this.start = start;
      this.length = length;
      this.fun = fun;
      this.outer = outer;
      slots = new Term[length];
    }

    void add(Term term) {
      slots[filled++] = term;
    }

    boolean isAtTail() {
      return tag == Tags.LIST && filled == length - 1;
    }
  }

  /// What stands before the free variables of a fun, and where it says that it ends.
  private record FunHead(
      int arity,
      byte[] uniq,
      int index,
      Atom module,
      int oldIndex,
      int oldUniq,
      Pid creator,
      long end) {

    Fun with(Term[] free) {
      return new Fun(arity, uniq, index, module, oldIndex, oldUniq, creator, free);
    }
  }

  private final Cursor in;
  private final LeafReader leaf;
  private @Nullable Open open;
  private int depth;

  /// Terms that are still to start, all in all.
  private long owed = 1;

  /// {@code cachedAtoms} is what atom cache references mean in the frame that carried the bytes,
  /// null where they are not legal.
  TermReader(Cursor in, Atom @Nullable [] cachedAtoms) {
    this.in = in;
    leaf = new LeafReader(in, cachedAtoms);
  }

  /// Reads one term.
  ///
  /// @throws Illegal if there is none
  Term read() {
    Term term = readLeafOrOpen();
    while (term == null || open != null) {
      Open inside = open;
      if (inside == null) {
        term = readLeafOrOpen();
      } else {
        if (term != null) {
          inside.add(term);
        }
        term = fill(inside);
      }
    }
    return term;
  }

  /// Reads on into the innermost open compound; answers it when it is finished, or null when
  /// another one was opened inside it.
  private @Nullable Term fill(Open inside) {
    while (inside.filled < inside.length) {
      Term term = readLeafOrOpen();
      if (term == null) {
        return null;
      }
      inside.add(term);
    }
    return close(inside);
  }

  /// Reads a term that has no slots to be read. Null says that there was none: a compound was
  /// opened, or the next term stands in the place of this one.
  private @Nullable Term readLeafOrOpen() {
    int start = in.position();
    int tag = in.unsignedByte();
    owed--;
    return switch (tag) {
      case Tags.SMALL_INTEGER -> Int.of(in.unsignedByte());
      case Tags.INTEGER -> Int.of(in.int32());
      case Tags.SMALL_ATOM_UTF8 -> leaf.atomUtf8(in.unsignedByte(), start);
      case Tags.SMALL_TUPLE -> openTuple(in.unsignedByte(), start);
      case Tags.NIL -> Nil.NIL;
      case Tags.BINARY -> leaf.binary();
      case Tags.LIST -> openList(in.count32(), start);
      case Tags.STRING -> leaf.string();
      case Tags.MAP -> openMap(in.count32(), start);
      case Tags.NEW_PID -> leaf.newPid();
      case Tags.NEWER_REFERENCE -> leaf.newerReference(start);
      case Tags.NEW_FLOAT -> leaf.real(start);
      case Tags.LARGE_TUPLE -> openTuple(in.count32(), start);
      case Tags.NEW_FUN -> openFun(start);
      default -> leaf.rare(tag, start);
    };
  }

  private @Nullable Term openTuple(int arity, int start) {
    if (arity == 0) {
      return Tuple.EMPTY;
    }
    if (arity > TermLimits.MAX_TUPLE_ARITY) {
      throw new Illegal("tuple of " + arity + " elements", start);
    }
    push(Tags.SMALL_TUPLE, arity, start, null);
    return null;
  }

  private @Nullable Term openMap(int entries, int start) {
    if (entries == 0) {
      return MapTerm.EMPTY;
    }
    push(Tags.MAP, 2L * entries, start, null);
    return null;
  }

  /// A list in the place of a tail only makes the list before it longer, and one without elements
  /// is nothing but its tail, which follows.
  private @Nullable Term openList(int elements, int start) {
    Open before = open;
    if (elements == 0) {
      owe(1, start);
    } else if (before != null && before.isAtTail()) {
      owe(elements + 1L, start);
      before.length += elements;
      if (before.length > before.slots.length) {
        int room = Math.max(before.length, (int) Math.min(2L * before.filled, in.left()));
        before.slots = Arrays.copyOf(before.slots, room);
      }
    } else {
      push(Tags.LIST, elements + 1L, start, null);
    }
    return null;
  }

  private @Nullable Term openFun(int start) {
    long end = start + 1 + Integer.toUnsignedLong(in.int32());
    int arity = in.unsignedByte();
    byte[] uniq = in.take(Fun.UNIQ_BYTES);
    int index = in.int32();
    int free = in.count32();
    Atom module = leaf.atom();
    int oldIndex = leaf.smallInteger();
    int oldUniq = leaf.smallInteger();
    Pid creator = leaf.pid();
    FunHead head = new FunHead(arity, uniq, index, module, oldIndex, oldUniq, creator, end);
    Open fun = push(Tags.NEW_FUN, free, start, head);
    return free == 0 ? close(fun) : null;
  }

  private Open push(int tag, long slots, int start, @Nullable FunHead fun) {
    owe(slots, start);
    if (++depth > TermLimits.MAX_DEPTH) {
      throw new Illegal("terms nested deeper than " + TermLimits.MAX_DEPTH + " levels", start);
    }
    Open opened = new Open(tag, start, (int) slots, fun, open);
    open = opened;
    return opened;
  }

  private void owe(long terms, int start) {
    owed += terms;
    if (owed > in.left()) {
      throw new Illegal(owed + " terms announced in " + in.left() + " bytes", start);
    }
  }

  private Term close(Open done) {
    open = done.outer;
    depth--;
    return switch (done.tag) {
      case Tags.SMALL_TUPLE -> Tuple.owning(done.slots);
      case Tags.LIST -> closeList(done);
      case Tags.MAP -> closeMap(done);
      case Tags.NEW_FUN -> closeFun(done);
      default -> throw new IllegalStateException("tag " + done.tag + " opens nothing");
    };
  }

  /// A byte list in the place of a tail makes the list longer too. One that grew may have room
  /// left.
  private static Term closeList(Open done) {
    int elements = done.filled - 1;
    Term[] slots = done.slots;
    if (slots[elements] instanceof ListTerm tail) {
      slots = Arrays.copyOf(slots, elements + tail.slots.length);
      System.arraycopy(tail.slots, 0, slots, elements, tail.slots.length);
    } else if (slots.length > done.filled) {
      slots = Arrays.copyOf(slots, done.filled);
    }
    return ListTerm.owning(slots);
  }

  private static Term closeMap(Open done) {
    MapTerm map = MapTerm.owning(done.slots);
    if (map == null) {
      throw new Illegal("map with two equal keys", done.start);
    }
    return map;
  }

  private Term closeFun(Open done) {
    FunHead head = done.fun;
    if (head == null || head.end != in.position()) {
      throw new Illegal("fun that does not end where it says", done.start);
    }
    return head.with(done.slots);
  }
}
