package io.tempelhof.core.term;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A map. Equality does not depend on order; keys are compared exactly ({@code 1} is not {@code
/// 1.0}).
public record MapTerm(Map<Term, Term> entries) implements Term {
  public MapTerm {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }
}
