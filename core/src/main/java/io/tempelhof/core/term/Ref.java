package io.tempelhof.core.term;

/// A reference: 1 to 5 words of 32 bits, made unique by the node that made it. Uninterpreted data:
/// all words, node and creation take part in equality, where a missing word equals zero as in OTP.
public final class Ref implements Term {
  private final Atom node;
  private final int creation;
  private final int[] words;

  /// A reference of one to five words.
  public Ref(Atom node, int creation, int... words) {
    this(words.clone(), node, creation);
    if (words.length < 1 || words.length > TermLimits.MAX_REFERENCE_WORDS) {
      throw new IllegalArgumentException("a reference has 1 to 5 words, not " + words.length);
    }
  }

  private Ref(int[] words, Atom node, int creation) {
    this.node = node;
    this.creation = creation;
    this.words = words;
  }

  /// Takes over the array, which must not change afterwards.
  static Ref owning(Atom node, int creation, int[] words) {
    return new Ref(words, node, creation);
  }

  /// The node that made it.
  public Atom node() {
    return node;
  }

  /// The incarnation of that node.
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

  /// Erlang's order: by node and creation, then by words from the last to the first.
  int compareTo(Ref other) {
    int order = TermOrder.compareNodes(node, creation, other.node, other.creation);
    for (int i = TermLimits.MAX_REFERENCE_WORDS - 1; order == 0 && i >= 0; i--) {
      order = Integer.compareUnsigned(wordOrZero(i), other.wordOrZero(i));
    }
    return order;
  }

  private boolean hasWordsOf(Ref other) {
    for (int i = 0; i < TermLimits.MAX_REFERENCE_WORDS; i++) {
      if (wordOrZero(i) != other.wordOrZero(i)) {
        return false;
      }
    }
    return true;
  }

  private int wordOrZero(int i) {
    return i < words.length ? words[i] : 0;
  }

  @Override
  public boolean equals(Object o) {
    return this == o
        || (o instanceof Ref r && creation == r.creation && hasWordsOf(r) && node.equals(r.node));
  }

  @Override
  public int hashCode() {
    int hash = creation;
    for (int i = 0; i < TermLimits.MAX_REFERENCE_WORDS; i++) {
      hash = 31 * hash + wordOrZero(i);
    }
    return hash;
  }

  /// {@code #Ref<0.3.2.1>}, the last word first, as Erlang prints a reference of its own node.
  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
