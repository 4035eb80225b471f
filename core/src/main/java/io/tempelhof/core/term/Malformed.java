package io.tempelhof.core.term;

/// Bytes that say nothing legal: what is wrong and at which offset of the array that was read. A
/// peer's bad input is always this value, never an exception.
public record Malformed(String reason, int offset) implements Decoded {
  @Override
  public String toString() {
    return reason + " at offset " + offset;
  }
}
