package io.tempelhof.core.wire;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.TermLimits;
import io.tempelhof.core.term.Utf8;

/// The atom cache of one direction of a connection, as the receiving end keeps it (OTP, {@code
/// erl_dist_protocol}, "Distribution Header"): 8 segments of 256 entries, which the other end
/// fills, overwrites and refers to as it likes. Each frame's header lists the entries the frame
/// needs; what it says takes effect in the order of the frames.
final class ReceivedAtoms {
  private static final int SEGMENTS = 8;
  private static final int SEGMENT_ENTRIES = 256;
  private static final int SEGMENT_BITS = 7;
  private static final int NEW_ENTRY_BIT = 8;
  private static final Atom[] NONE = {};

  private final Atom[][] segments = new Atom[SEGMENTS][];
  private int at;

  /// Where the header read last ended, or how far it was legal.
  int end() {
    return at;
  }

  /// Reads what a header says of atoms, from the number of its references on.
  ///
  /// @return the frame's own atoms, whatever becomes of the cache afterwards
  /// @throws Illegal if that is no list of atoms, or names an entry that was never made
  Atom[] read(byte[] bytes, int from, int to) {
    at = from;
    int count = unsigned(bytes, 1, to);
    if (count == 0) {
      return NONE;
    }
    int flags = at;
    skip(count / 2 + 1, to);
    boolean longTexts = (nibble(bytes, flags, count) & 1) != 0;
    Atom[] atoms = new Atom[count];
    for (int i = 0; i < count; i++) {
      int flag = nibble(bytes, flags, i);
      Atom[] segment = segment(flag & SEGMENT_BITS);
      int entry = unsigned(bytes, 1, to);
      if ((flag & NEW_ENTRY_BIT) != 0) {
        segment[entry] = atom(bytes, unsigned(bytes, longTexts ? 2 : 1, to), to);
      }
      Atom atom = segment[entry];
      if (atom == null) {
        throw new Illegal("no atom in entry " + entry + " of segment " + (flag & SEGMENT_BITS));
      }
      atoms[i] = atom;
    }
    return atoms;
  }

  private Atom[] segment(int number) {
    Atom[] segment = segments[number];
    if (segment == null) {
      segment = new Atom[SEGMENT_ENTRIES];
      segments[number] = segment;
    }
    return segment;
  }

  private Atom atom(byte[] bytes, int length, int to) {
    String text = Utf8.decode(bytes, skip(length, to), length);
    if (text == null) {
      throw new Illegal("atom that is no UTF-8");
    }
    if (text.codePointCount(0, text.length()) > TermLimits.MAX_ATOM_CODE_POINTS) {
      throw new Illegal("atom of more than " + TermLimits.MAX_ATOM_CODE_POINTS + " characters");
    }
    return new Atom(text);
  }

  private static int nibble(byte[] bytes, int flags, int i) {
    int pair = bytes[flags + i / 2];
    return i % 2 == 0 ? pair & 0xF : pair >> 4 & 0xF;
  }

  private int unsigned(byte[] bytes, int length, int to) {
    int start = skip(length, to);
    int value = bytes[start] & 0xFF;
    return length == 1 ? value : value << 8 | (bytes[start + 1] & 0xFF);
  }

  private int skip(int length, int to) {
    if (length > to - at) {
      throw new Illegal("header of " + length + " more bytes where " + (to - at) + " are left");
    }
    int start = at;
    at += length;
    return start;
  }
}
