package io.tempelhof.core.wire;

import io.tempelhof.core.term.AtomReferences;
import io.tempelhof.core.term.TermWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The atom cache of one direction of a connection, as the sending end keeps it: it alone chooses
/// which atom stands in which of the 2,048 entries. Here they are filled one after the other and
/// then overwritten in the same order, so that few atoms need little memory at both ends.
///
/// For each frame: references as its terms are written, then {@link #writeHeader} or {@link
/// #forget}.
final class SentAtoms implements AtomReferences {
  private static final int ENTRIES = 2_048;
  private static final int REFERENCES_MAX = 255;
  private static final int NEW = 1 << 11;

  /// UTF-16 units up to which no text has more than 255 bytes.
  private static final int SHORT_TEXT_UNITS = 255 / 3;

  private final boolean negotiated;
  private final Map<String, Integer> entries = new HashMap<>(8);
  private String[] texts = new String[8];
  private int filled;
  private int next;

  // Of the frame: per reference its entry, and whether it is new.
  private int[] references = new int[8];
  private int count;

  /// @param negotiated whether the other end keeps a cache; otherwise nothing is referred to
  SentAtoms(boolean negotiated) {
    this.negotiated = negotiated;
  }

  @Override
  public int of(String text) {
    if (!negotiated || text.isEmpty()) {
      return -1;
    }
    Integer known = entries.get(text);
    if (known == null) {
      return enter(text);
    }
    int reference = reference(known);
    return reference >= 0 ? reference : refer(known);
  }

  private int enter(String text) {
    int entry = next;
    if (count == REFERENCES_MAX || reference(entry) >= 0) {
      return -1;
    }
    if (entry == texts.length) {
      texts = Arrays.copyOf(texts, 2 * texts.length);
    }
    if (entry < filled) {
      entries.remove(texts[entry]);
    } else {
      filled++;
    }
    texts[entry] = text;
    entries.put(text, entry);
    next = (entry + 1) % ENTRIES;
    return refer(entry | NEW);
  }

  /// The reference of this frame to that entry; -1 if there is none.
  private int reference(int entry) {
    for (int i = 0; i < count; i++) {
      if ((references[i] & ~NEW) == entry) {
        return i;
      }
    }
    return -1;
  }

  private int refer(int entry) {
    if (count == REFERENCES_MAX) {
      return -1;
    }
    if (count == references.length) {
      references = Arrays.copyOf(references, 2 * count);
    }
    references[count] = entry;
    return count++;
  }

  /// The frame will not be written: what it would have entered is not in the other end's cache.
  void forget() {
    for (int i = 0; i < count; i++) {
      if ((references[i] & NEW) != 0) {
        entries.remove(texts[references[i] & ~NEW]);
      }
    }
    count = 0;
  }

  /// Writes what a header says of atoms.
  void writeHeader(TermWriter out) {
    out.putByte(count);
    if (count == 0) {
      return;
    }
    boolean longTexts = hasLongTexts();
    for (int i = 0; i <= count; i += 2) {
      out.putByte(flag(i, longTexts) | flag(i + 1, longTexts) << 4);
    }
    for (int i = 0; i < count; i++) {
      int entry = references[i] & ~NEW;
      out.putByte(entry);
      if ((references[i] & NEW) != 0) {
        writeText(texts[entry], longTexts, out);
      }
    }
    count = 0;
  }

  private boolean hasLongTexts() {
    for (int i = 0; i < count; i++) {
      if ((references[i] & NEW) != 0 && texts[references[i] & ~NEW].length() > SHORT_TEXT_UNITS) {
        return true;
      }
    }
    return false;
  }

  /// Four bits per reference, new or not and the segment, and after the last whether lengths have
  /// two bytes.
  private int flag(int i, boolean longTexts) {
    if (i < count) {
      return references[i] >> 8;
    }
    return i == count && longTexts ? 1 : 0;
  }

  private static void writeText(String text, boolean longTexts, TermWriter out) {
    if (longTexts) {
      out.putByte(0);
    }
    out.putByte(0);
    int start = out.size();
    out.putUtf8(text);
    int length = out.size() - start;
    out.setByte(start - 1, length);
    if (longTexts) {
      out.setByte(start - 2, length >> 8);
    }
  }
}
