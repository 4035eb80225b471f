package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Heartbeat;

/// Which heartbeats of one peer its node needs to see. Nearly all say what ours say, and are not
/// worth a step of the node.
public final class DigestFilter {
  private boolean differed;

  /// Whether it tells anything: another digest than ours does, and the first one like ours after
  /// such.
  public boolean passes(Heartbeat heartbeat, long ours) {
    boolean differs = heartbeat.digest() != ours;
    boolean news = differs || differed;
    differed = differs;
    return news;
  }
}
