package io.tempelhof.sim.measure;

/// Something that must hold did not.
///
/// @param rule the invariant or bar
/// @param seconds the virtual time
public record Violation(String rule, double seconds, String detail) {
  @Override
  public String toString() {
    return "%s at %.1f s: %s".formatted(rule, seconds, detail);
  }
}
