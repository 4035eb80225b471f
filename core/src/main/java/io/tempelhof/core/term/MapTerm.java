package io.tempelhof.core.term;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A map. Keys are compared exactly ({@code 1} is not {@code 1.0}) and kept in Erlang's map key
/// order ({@link TermOrder#MAP_KEYS}), so that equal maps look, print and travel alike.
public final class MapTerm extends Compound implements Term {
  /// The map without entries, {@code #{}}.
  public static final MapTerm EMPTY = new MapTerm(new Term[0]);

  private MapTerm(Term[] keysAndValues) {
    super(keysAndValues);
  }

  /// The map with these entries.
  public static MapTerm of(Map<? extends Term, ? extends Term> entries) {
    Term[] slots = new Term[2 * entries.size()];
    int filled = 0;
    for (Map.Entry<? extends Term, ? extends Term> entry : entries.entrySet()) {
      slots[filled++] = entry.getKey();
      slots[filled++] = entry.getValue();
    }
    return of(slots);
  }

  /// The map with these keys and values, given by turns.
  ///
  /// @throws IllegalArgumentException if a value is missing or two keys are equal
  public static MapTerm of(Term... keysAndValues) {
    if (keysAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("the last key has no value");
    }
    MapTerm map = owning(keysAndValues.clone());
    if (map == null) {
      throw new IllegalArgumentException("two equal keys");
    }
    return map;
  }

  /// Takes over the array of keys and values by turns, in any order: sorts it, and answers null
  /// where two keys are equal. It must not change afterwards.
  static @Nullable MapTerm owning(Term[] keysAndValues) {
    if (keysAndValues.length == 0) {
      return EMPTY;
    }
    return MapKeys.sortUnique(keysAndValues) ? new MapTerm(keysAndValues) : null;
  }

  /// How many entries.
  public int size() {
    return slots.length / 2;
  }

  /// Key {@code i} in key order, counted from 0.
  public Term keyAt(int i) {
    return slots[2 * i];
  }

  /// The value of {@link #keyAt key i}.
  public Term valueAt(int i) {
    return slots[2 * i + 1];
  }

  /// The value of a key, or null where the map has no such key.
  public @Nullable Term get(Term key) {
    int at = MapKeys.find(slots, key);
    return at < 0 ? null : slots[at + 1];
  }

  /// The entries in key order, as an unmodifiable view.
  public Map<Term, Term> entries() {
    return new Entries();
  }

  @Override
  boolean sameHead(Compound other) {
    return other instanceof MapTerm;
  }

  @Override
  int headHash() {
    return 13 * slots.length + 1;
  }

  private final class Entries extends AbstractMap<Term, Term> {
    @Override
    public Set<Entry<Term, Term>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public int size() {
          return MapTerm.this.size();
        }

        @Override
        public Iterator<Entry<Term, Term>> iterator() {
          return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
              return next < MapTerm.this.size();
            }

            @Override
            public Entry<Term, Term> next() {
              int i = next++;
              return Map.entry(keyAt(i), valueAt(i));
            }
          };
        }
      };
    }

    @Override
    public @Nullable Term get(Object key) {
      return key instanceof Term term ? MapTerm.this.get(term) : null;
    }

    @Override
    public boolean containsKey(Object key) {
      return get(key) != null;
    }
  }
}
