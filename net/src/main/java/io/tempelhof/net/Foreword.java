package io.tempelhof.net;

import io.tempelhof.core.overlay.OverlayMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The messages of the overlay that come over a connection before our node has been told of it: the
/// other end may have been up earlier. Whoever takes one out, or passes one on, holds its lock
/// meanwhile, so that the node hears them in order.
final class Foreword {
  /// So many may come before the associations have greeted.
  static final int MAX = 64;

  private @Nullable List<OverlayMessage> kept = new ArrayList<>(0);

  /// Keeps a message if the node may not hear it yet.
  synchronized boolean keeps(OverlayMessage message) {
    if (kept != null) {
      kept.add(message);
    }
    return kept != null;
  }

  /// Whether it is longer than any conforming node's.
  synchronized boolean isTooLong() {
    return kept != null && kept.size() > MAX;
  }

  /// What was kept; from now on nothing is.
  synchronized List<OverlayMessage> end() {
    List<OverlayMessage> all = kept == null ? List.of() : kept;
    kept = null;
    return all;
  }
}
