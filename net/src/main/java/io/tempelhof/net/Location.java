package io.tempelhof.net;

import io.tempelhof.core.node.DialFailure;
import java.net.InetSocketAddress;

/// Where a node's listener was found.
sealed interface Location {
  record At(InetSocketAddress address) implements Location {}

  record Nowhere(DialFailure failure, String why) implements Location {}
}
