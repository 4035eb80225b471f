package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.MapTerm;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Maps. Whatever order a Java map has, its term is written in key order, so equal maps travel
/// alike.
final class MapForm extends Form {
  /// What {@code Map.of} makes: nobody can change these.
  private static final List<Class<?>> IMMUTABLE =
      List.of(Map.of().getClass(), Map.of(1, 1).getClass());

  private final Form key;
  private final Form value;

  MapForm(Form key, Form value) {
    this.key = key;
    this.value = value;
  }

  @Override
  Term toTerm(Object map, int depth) {
    Map<?, ?> entries = (Map<?, ?>) map;
    List<Term> terms = new ArrayList<>(2 * entries.size());
    int inner = deeper(depth);
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      try {
        terms.add(key.toTerm(present(entry.getKey()), inner));
        terms.add(value.toTerm(present(entry.getValue()), inner));
      } catch (UnmappableException e) {
        throw e.inside(step(entry));
      }
    }
    try {
      return MapTerm.of(terms.toArray(new Term[0]));
    } catch (IllegalArgumentException twoEqualKeys) {
      throw new UnmappableException("a map with two keys of the same term has no term form");
    }
  }

  @Override
  void write(Object map, TermWriter out, int depth) {
    put(toTerm(map, depth), out);
  }

  @Override
  @Nullable Object fromTerm(Term term, int depth) {
    if (!(term instanceof MapTerm map) || depth >= MAX_DEPTH) {
      return null;
    }
    Map<Object, Object> entries = LinkedHashMap.newLinkedHashMap(map.size());
    for (int i = 0; i < map.size(); i++) {
      Object k = key.fromTerm(map.keyAt(i), depth + 1);
      Object v = value.fromTerm(map.valueAt(i), depth + 1);
      if (k == null || v == null || entries.put(k, v) != null) {
        return null;
      }
    }
    return Collections.unmodifiableMap(entries);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a copy is another object
  Object snapshot(Object map, int depth) {
    Map<?, ?> entries = (Map<?, ?>) map;
    Map<Object, Object> copies = LinkedHashMap.newLinkedHashMap(entries.size());
    boolean same = IMMUTABLE.contains(map.getClass());
    int inner = deeper(depth);
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      try {
        Object k = key.snapshot(present(entry.getKey()), inner);
        Object v = value.snapshot(present(entry.getValue()), inner);
        same &= k == entry.getKey() && v == entry.getValue();
        copies.put(k, v);
      } catch (UnmappableException e) {
        throw e.inside(step(entry));
      }
    }
    if (!key.tellsApart()) {
      toTerm(copies, depth); // refuses two keys of the same term
    }
    return same ? map : Collections.unmodifiableMap(copies);
  }

  private static String step(Map.Entry<?, ?> entry) {
    return "[" + entry.getKey() + "]";
  }
}
