package io.tempelhof.runtime;

import io.tempelhof.core.term.Malformed;

/// Where signals came from, to be told when one of them turns out to be malformed only in the hands
/// of its receiver. Called on that process's thread; must not wait.
@FunctionalInterface
public interface Blame {
  /// Bytes that came from there turned out to be no term.
  void malformed(Malformed malformed);
}
