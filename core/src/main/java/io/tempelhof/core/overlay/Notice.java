package io.tempelhof.core.overlay;

import org.jspecify.annotations.Nullable;

/// What has become of a node, as everybody is to learn it: a value. It holds the event's number,
/// which is asked for whenever two logs are compared.
public final class Notice {

  /// How a node stands. Of two notices of one incarnation with as many refutations the later status
  /// counts.
  public enum Status {
    /// It has joined, or has returned.
    ALIVE,
    /// Somebody cannot reach it. Told to the suspect only, which is to refute it.
    SUSPECTED,
    /// It was found dead.
    DEAD,
    /// It said goodbye.
    LEFT
  }

  private final Status status;
  private final NodeRecord node;
  private final long id;

  /// @param node as it was, without its watchers
  public Notice(Status status, NodeRecord node) {
    this.status = status;
    this.node = node;
    id = mixed();
  }

  static Notice of(Status status, NodeRecord node) {
    return new Notice(status, node.unwatched());
  }

  /// How the node stands.
  public Status status() {
    return status;
  }

  /// The node as it was, without its watchers.
  public NodeRecord node() {
    return node;
  }

  /// The event's number: the same wherever it is computed (`docs/protocol/overlay.md`).
  long id() {
    return id;
  }

  boolean isDown() {
    return status == Status.DEAD || status == Status.LEFT;
  }

  /// Whether this says more recent things of the node than {@code other} does.
  boolean overrides(Notice other) {
    NodeRecord its = other.node;
    if (node.startStamp() != its.startStamp()) {
      return node.startStamp() > its.startStamp();
    }
    if (node.creation() != its.creation()) {
      return Integer.compareUnsigned(node.creation(), its.creation()) > 0;
    }
    return node.refutations() != its.refutations()
        ? node.refutations() > its.refutations()
        : status.compareTo(other.status) > 0;
  }

  /// Whether it says of that record's node that it is down, and the record is not later.
  boolean buries(NodeRecord record) {
    return isDown()
        && node.id().equals(record.id())
        && node.startStamp() >= record.startStamp()
        && (node.creation() != record.creation() || node.refutations() >= record.refutations());
  }

  private long mixed() {
    long hash = mix(node.id().high());
    hash = mix(hash ^ node.id().low());
    hash = mix(hash ^ node.startStamp());
    hash = mix(hash ^ node.creation());
    hash = mix(hash ^ ((long) node.refutations() << 8 | code()));
    return hash;
  }

  /// The status as a number on the wire.
  int code() {
    return switch (status) {
      case ALIVE -> 0;
      case SUSPECTED -> 1;
      case DEAD -> 2;
      case LEFT -> 3;
    };
  }

  /// The finalizer of splitmix64 (Steele, Lea and Flood, 2014).
  private static long mix(long bits) {
    long z = bits + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Notice that && status == that.status && node.equals(that.node);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  @Override
  public String toString() {
    return status + " " + node;
  }
}
