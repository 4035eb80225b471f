package io.tempelhof.runtime;

/// Two processes of this node, for what changes both at once.
///
/// Both are locked for it, the older first: so two couples never wait for each other in a circle.
record Couple(LocalProcess one, LocalProcess other) {

  /// Links the two.
  ///
  /// @return false if {@code other} has ended
  boolean link() {
    synchronized (older()) {
      synchronized (younger()) {
        if (other.hasEnded()) {
          return false;
        }
        if (one != other) {
          one.links().link(other.pid());
          other.links().linked(one.pid());
        }
        return true;
      }
    }
  }

  /// Removes the link between the two.
  ///
  /// @param id as for any unlink, though nobody will wait for the acknowledgement
  void unlink(long id) {
    synchronized (older()) {
      synchronized (younger()) {
        if (one.links().unlink(other.pid(), id)) {
          other.links().unlinked(one.pid());
          one.links().acknowledged(other.pid(), id);
        }
      }
    }
  }

  private LocalProcess older() {
    return number(one) < number(other) ? one : other;
  }

  private LocalProcess younger() {
    return number(one) < number(other) ? other : one;
  }

  private static long number(LocalProcess process) {
    return ProcessTable.number(process.pid());
  }
}
