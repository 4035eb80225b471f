package io.tempelhof.runtime;

import io.tempelhof.core.term.mapping.TermMapping;

/// Puts values for processes of this node into envelopes.
@FunctionalInterface
interface Wrapping {
  /// @throws io.tempelhof.core.term.mapping.UnmappableException if the value has no term form
  Envelope wrap(Object value);

  /// By reference what is immutable, the rest copied.
  static Wrapping byReference() {
    return value -> Envelope.of(TermMapping.snapshot(value));
  }

  /// Through the external term format, as if it travelled.
  static Wrapping encoding() {
    Blame ourselves =
        malformed -> {
          throw new IllegalStateException("what was encoded here cannot be read: " + malformed);
        };
    return value -> Envelope.of(TermMapping.encode(value), ourselves);
  }
}
