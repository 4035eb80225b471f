package io.tempelhof.core.term;

import java.util.Arrays;

/// A reference: 1 to 5 words of 32 bits, made unique by the node that made it. Uninterpreted data:
/// all words, node and creation take part in equality.
public final class Ref implements Term {
  private final Atom node;
  private final int creation;
  private final int[] words;

  public Ref(Atom node, int creation, int... words) {
    if (words.length < 1 || words.length > 5) {
      throw new IllegalArgumentException("a reference has 1 to 5 words, not " + words.length);
    }
    this.node = node;
    this.creation = creation;
    this.words = words.clone();
  }

  public Atom node() {
    return node;
  }

  public int creation() {
    return creation;
  }

  /// How many 32-bit words the reference has.
  public int length() {
    return words.length;
  }

  /// Word {@code i} as on the wire.
  public int word(int i) {
    return words[i];
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Ref r
        && creation == r.creation
        && node.equals(r.node)
        && Arrays.equals(words, r.words);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(words) + node.hashCode();
  }
}
