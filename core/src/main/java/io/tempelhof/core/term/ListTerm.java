package io.tempelhof.core.term;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// A list of at least one element; the empty list is {@link Nil}. A tail other than {@link Nil}
/// makes it improper; a tail is never itself a {@code ListTerm} (such lists are one longer list).
public final class ListTerm extends Compound implements Term {
  private ListTerm(Term[] elementsAndTail) {
    super(elementsAndTail);
  }

  /// The proper list of these elements ({@link Nil} where there are none).
  public static Term of(List<? extends Term> elements) {
    return elements.isEmpty() ? Nil.NIL : improper(elements, Nil.NIL);
  }

  /// The proper list of these elements ({@link Nil} where there are none).
  public static Term of(Term... elements) {
    return of(Arrays.asList(elements));
  }

  /// The list of bytes (0 to 255) that Erlang calls a string: one integer for each Latin-1
  /// character.
  ///
  /// @throws IllegalArgumentException if the text has a character beyond 255
  public static Term ofLatin1(String text) {
    Term[] slots = new Term[text.length() + 1];
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 255) {
        throw new IllegalArgumentException("no Latin-1 text: " + text);
      }
      slots[i] = Int.of(text.charAt(i));
    }
    slots[text.length()] = Nil.NIL;
    return owning(slots);
  }

  /// {@code [e1, e2, ... | tail]}. A tail that is a list is appended to the elements.
  ///
  /// @throws IllegalArgumentException if there are no elements
  public static ListTerm improper(List<? extends Term> elements, Term tail) {
    if (elements.isEmpty()) {
      throw new IllegalArgumentException("a tail needs an element before it");
    }
    Term[] rest = tail instanceof ListTerm list ? list.slots : new Term[] {tail};
    Term[] slots = elements.toArray(new Term[elements.size() + rest.length]);
    System.arraycopy(rest, 0, slots, elements.size(), rest.length);
    return new ListTerm(slots);
  }

  /// Takes over the array: elements, then the tail. It must not change afterwards, nor end in a
  /// list.
  static Term owning(Term[] elementsAndTail) {
    return elementsAndTail.length == 1 ? elementsAndTail[0] : new ListTerm(elementsAndTail);
  }

  /// How many elements, the tail not counted; at least 1.
  public int size() {
    return slots.length - 1;
  }

  /// Element {@code i}, counted from 0.
  public Term at(int i) {
    if (i == size()) {
      throw new IndexOutOfBoundsException(i);
    }
    return slots[i];
  }

  /// The elements in order, without the tail, as an unmodifiable view.
  public List<Term> elements() {
    return Collections.unmodifiableList(Arrays.asList(slots).subList(0, size()));
  }

  /// What follows the last element: {@link Nil} in a proper list.
  public Term tail() {
    return slots[slots.length - 1];
  }

  /// Whether it ends with the empty list.
  public boolean isProper() {
    return tail() == Nil.NIL;
  }

  @Override
  boolean sameHead(Compound other) {
    return other instanceof ListTerm;
  }

  @Override
  int headHash() {
    return 7 * slots.length;
  }
}
