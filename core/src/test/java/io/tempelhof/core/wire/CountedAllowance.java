package io.tempelhof.core.wire;

/// An allowance whose use can be seen.
final class CountedAllowance implements Allowance {
  long limit;
  long taken;

  CountedAllowance(long limit) {
    this.limit = limit;
  }

  @Override
  public boolean take(long bytes) {
    if (taken + bytes > limit) {
      return false;
    }
    taken += bytes;
    return true;
  }

  @Override
  public void give(long bytes) {
    taken -= bytes;
    if (taken < 0) {
      throw new AssertionError(-taken + " bytes too many were given back");
    }
  }
}
