package io.tempelhof.core.term;

import java.util.Arrays;

/// A fun of a genuine Erlang node. We cannot run it; it travels through us unchanged.
public final class Fun implements Term {
  private final byte[] external;

  /// {@code external} is the body of NEW_FUN_EXT after its size word, unchanged.
  Fun(byte[] external) {
    this.external = external;
  }

  byte[] external() {
    return external;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Fun f && Arrays.equals(external, f.external);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(external);
  }
}
