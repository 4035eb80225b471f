package io.tempelhof.core.overlay;

import org.jspecify.annotations.Nullable;

/// What fails together with a node. Empty where not declared.
public record FailureDomain(String jvm, String host, String rack, String zone) {
  public static final FailureDomain UNDECLARED = new FailureDomain("", "", "", "");

  /// Where in the overlay word of its nodes' deaths is gathered: the first 128 bits of SHA-256 over
  /// {@code jvm|host|rack|zone}.
  NodeId place() {
    return NodeId.hash(String.join("|", jvm, host, rack, zone));
  }

  // Written out, as in NodeId.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof FailureDomain that
            && jvm.equals(that.jvm)
            && host.equals(that.host)
            && rack.equals(that.rack)
            && zone.equals(that.zone));
  }

  @Override
  public int hashCode() {
    return 31 * jvm.hashCode() + host.hashCode();
  }
}
