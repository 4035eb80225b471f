package io.tempelhof.core.wire;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.TermLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The signals of one connection of which some fragments have come in and some have not (OTP,
/// {@code erl_dist_protocol}, "Distribution Header for Fragmented Messages"). Fragments of
/// different sequences come in any order, those of one sequence in theirs, counted down to 1. What
/// is held counts against an {@link Allowance}.
final class Reassembly {
  /// What a sequence takes beside its bytes.
  private static final int OVERHEAD_BYTES = 1_024;

  /// What a byte of a control message may take once it is decoded.
  private static final long BYTES_PER_HEAD_BYTE = 32;

  /// What an atom may take, which the cache may have brought for a single byte.
  private static final long ATOM_BYTES = 1_024;

  /// Payloads are kept in parts, each as long as all before it, up to this: few enough to be cheap,
  /// large enough that a garbage collector leaves them where they are, and never more than twice
  /// what has really come in.
  private static final int PART_BYTES_MAX = 16 << 20;

  /// A signal of which everything is here.
  record Whole(ControlTuple control, Encoded payload) {}

  /// A signal whose payload is not complete.
  private static final class Partial {
    final ControlTuple control;
    final Atom[] atoms;
    final List<byte[]> parts = new ArrayList<>(4);
    long expected;
    int size;
    int room;
    long held;

    Partial(ControlTuple control, Atom[] atoms, long expected) {
      this.control = control;
      this.atoms = atoms;
      this.expected = expected;
    }

    Whole whole() {
      return new Whole(control, Encoded.inFrames(parts, size, atoms));
    }
  }

  private final Allowance allowance;
  private final Map<Long, Partial> partials = new HashMap<>();

  Reassembly(Allowance allowance) {
    this.allowance = allowance;
  }

  boolean isEmpty() {
    return partials.isEmpty();
  }

  /// A first fragment, whose payload is to be {@link #add added} next.
  ///
  /// @param fragment its number, at least 1: that of the last one is 1
  /// @param headBytes how many bytes held the control message and its atoms
  /// @throws Illegal if the sequence is under way already, or too much is held
  void begin(long sequence, long fragment, ControlTuple control, Atom[] atoms, int headBytes) {
    Partial partial = new Partial(control, atoms, fragment);
    if (partials.putIfAbsent(sequence, partial) != null) {
      throw new Illegal("a sequence begins anew before its end");
    }
    hold(partial, BYTES_PER_HEAD_BYTE * headBytes + ATOM_BYTES * atoms.length + OVERHEAD_BYTES);
  }

  /// A fragment's payload, {@code bytes[from..to)}, of which a copy is kept.
  ///
  /// @return the signal, if this was its last fragment
  /// @throws Illegal if it is not the one whose turn it is, or too much is held
  @Nullable Whole add(long sequence, long fragment, byte[] bytes, int from, int to) {
    Partial partial = partials.get(sequence);
    if (partial == null) {
      throw new Illegal("a fragment of a sequence that has not begun");
    }
    if (fragment != partial.expected) {
      throw new Illegal("a fragment that is not the next of its sequence");
    }
    append(partial, bytes, from, to);
    if (--partial.expected > 0) {
      return null;
    }
    partials.remove(sequence);
    allowance.give(partial.held);
    return partial.whole();
  }

  /// The connection is gone, and what is incomplete stays so.
  void release() {
    partials.values().forEach(partial -> allowance.give(partial.held));
    partials.clear();
  }

  private void append(Partial partial, byte[] bytes, int from, int to) {
    if (to - from > TermLimits.MAX_ENCODED_BYTES - partial.size) {
      throw new Illegal("a message of more than " + TermLimits.MAX_ENCODED_BYTES + " bytes");
    }
    int at = from;
    while (at < to) {
      if (partial.room == 0) {
        int next = partial.expected == 1 ? 0 : Math.min(partial.size, PART_BYTES_MAX);
        int room = Math.max(to - at, next);
        hold(partial, room);
        partial.parts.add(new byte[room]);
        partial.room = room;
      }
      byte[] part = partial.parts.getLast();
      int count = Math.min(to - at, partial.room);
      System.arraycopy(bytes, at, part, part.length - partial.room, count);
      partial.room -= count;
      partial.size += count;
      at += count;
    }
  }

  private void hold(Partial partial, long bytes) {
    if (!allowance.take(bytes)) {
      throw new Illegal("no room left in this JVM for messages that are not complete");
    }
    partial.held += bytes;
  }
}
