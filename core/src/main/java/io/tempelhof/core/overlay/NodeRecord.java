package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of a node. Made once and shared by everything that speaks of the node.
///
/// @param id the node's place in the overlay, always {@code NodeId.of(cluster, name)}; it does not
///   travel, whoever reads a record computes it
/// @param creation distinguishes incarnations of one name (equality only)
/// @param startStamp orders incarnations: milliseconds, above that of any earlier one known
/// @param capabilities bits, unknown ones are carried along
/// @param refutations raised by the node itself, each time it is told that it is suspected or dead:
///   what was said of a record with fewer is out of date
/// @param watchers whom the node has chosen to watch it closely
public record NodeRecord(
    NodeId id,
    NodeName name,
    int creation,
    long startStamp,
    Address address,
    FailureDomain domain,
    long capabilities,
    int refutations,
    Watchers watchers) {

  /// No start stamp, and no age, is above that many milliseconds: the year 4199.
  public static final long MILLIS_MAX = 1L << 46;

  /// The record of a node that has just started.
  public NodeRecord(
      NodeId id,
      NodeName name,
      int creation,
      long startStamp,
      Address address,
      FailureDomain domain,
      long capabilities) {
    this(id, name, creation, startStamp, address, domain, capabilities, 0, Watchers.NONE);
  }

  /// The same incarnation under a later start stamp.
  public NodeRecord startedAt(long stamp) {
    return with(stamp, refutations, watchers);
  }

  /// The same, no longer what was suspected.
  public NodeRecord refuting(int suspected) {
    return with(startStamp, Math.max(refutations, suspected) + 1, watchers);
  }

  /// The same with other watchers, announced later.
  public NodeRecord watchedBy(List<NodeName> names) {
    return with(startStamp, refutations, new Watchers(watchers.sequence() + 1, names));
  }

  /// The same as notices carry it, which say nothing of watchers.
  public NodeRecord unwatched() {
    return watchers.equals(Watchers.NONE) ? this : with(startStamp, refutations, Watchers.NONE);
  }

  private NodeRecord with(long stamp, int refuted, Watchers chosen) {
    return new NodeRecord(
        id, name, creation, stamp, address, domain, capabilities, refuted, chosen);
  }

  /// Whether both are of the same incarnation of the node.
  public boolean sameIncarnation(NodeRecord other) {
    return creation == other.creation && id.equals(other.id);
  }

  /// Whether this one says more recent things of the node.
  public boolean isLaterThan(NodeRecord other) {
    if (startStamp != other.startStamp) {
      return startStamp > other.startStamp;
    }
    return refutations != other.refutations
        ? refutations > other.refutations
        : watchers.sequence() > other.watchers.sequence();
  }

  /// The nodes that watch a node, as it announced them.
  ///
  /// @param sequence grows with each announcement
  /// @param names at most {@value #MAX}
  public record Watchers(long sequence, List<NodeName> names) {
    public static final int MAX = 5;
    public static final Watchers NONE = new Watchers(0, List.of());

    // Written out, as in NodeId.

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof Watchers that
              && sequence == that.sequence
              && names.equals(that.names));
    }

    @Override
    public int hashCode() {
      return 31 * Long.hashCode(sequence) + names.hashCode();
    }
  }
}
