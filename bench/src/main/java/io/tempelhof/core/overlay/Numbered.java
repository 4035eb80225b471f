package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;

/// The nodes of a made-up cluster.
final class Numbered {
  private static final String CLUSTER = "c";

  private Numbered() {}

  static NodeRecord node(int number) {
    NodeName name = NodeName.of("n" + number + "@h");
    Address address = new Address("h", 1);
    return new NodeRecord(
        NodeId.of(CLUSTER, name), name, 1, 1, address, FailureDomain.UNDECLARED, 0);
  }
}
