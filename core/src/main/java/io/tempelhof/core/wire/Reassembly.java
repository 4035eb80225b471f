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
  /// What a sequence and each of its fragments take beside their bytes.
  private static final int OVERHEAD_BYTES = 64;

  /// A signal of which everything is here.
  record Whole(ControlTuple control, Encoded payload) {}

  /// A signal whose payload is not complete.
  private static final class Partial {
    final ControlTuple control;
    final Atom[] atoms;
    final List<byte[]> parts = new ArrayList<>();
    long expected;
    long size;
    long held;

    Partial(ControlTuple control, Atom[] atoms, long expected) {
      this.control = control;
      this.atoms = atoms;
      this.expected = expected;
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

  /// The first of at least two fragments.
  ///
  /// @param fragment its number, unsigned: that of the last one is 1
  /// @param headBytes how many bytes held the control message and its atoms
  /// @throws Illegal if the sequence is under way already, or too much is held
  void begin(
      long sequence,
      long fragment,
      ControlTuple control,
      Atom[] atoms,
      int headBytes,
      byte[] payload) {
    Partial partial = new Partial(control, atoms, fragment - 1);
    if (partials.putIfAbsent(sequence, partial) != null) {
      throw new Illegal("a sequence begins anew before its end");
    }
    hold(partial, headBytes + OVERHEAD_BYTES);
    append(partial, payload);
  }

  /// A fragment that is not the first.
  ///
  /// @return the signal, if this was its last fragment
  /// @throws Illegal if it is not the one whose turn it is, or too much is held
  @Nullable Whole add(long sequence, long fragment, byte[] payload) {
    Partial partial = partials.get(sequence);
    if (partial == null) {
      throw new Illegal("a fragment of a sequence that has not begun");
    }
    if (fragment != partial.expected) {
      throw new Illegal("a fragment that is not the next of its sequence");
    }
    append(partial, payload);
    if (--partial.expected > 0) {
      return null;
    }
    partials.remove(sequence);
    allowance.give(partial.held);
    return new Whole(partial.control, Encoded.inFrames(partial.parts, partial.atoms));
  }

  /// The connection is gone, and what is incomplete stays so.
  void release() {
    partials.values().forEach(partial -> allowance.give(partial.held));
    partials.clear();
  }

  private void append(Partial partial, byte[] payload) {
    partial.size += payload.length;
    if (partial.size > TermLimits.MAX_ENCODED_BYTES) {
      throw new Illegal("a message of more than " + TermLimits.MAX_ENCODED_BYTES + " bytes");
    }
    if (payload.length > 0) {
      hold(partial, payload.length + OVERHEAD_BYTES);
      partial.parts.add(payload);
    }
  }

  private void hold(Partial partial, long bytes) {
    if (!allowance.take(bytes)) {
      throw new Illegal("no room left in this JVM for messages that are not complete");
    }
    partial.held += bytes;
  }
}
