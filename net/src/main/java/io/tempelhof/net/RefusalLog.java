package io.tempelhof.net;

import io.tempelhof.core.term.NodeName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line for each socket that was refused, but no more than {@value #LINES_MAX} a second: anyone
/// who reaches the port can cause them.
final class RefusalLog {
  static final int LINES_MAX = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final NodeName node;
  private long secondBegan;
  private int lines;
  private long left;

  RefusalLog(NodeName node) {
    this.node = node;
  }

  /// Writes a line, or counts it.
  ///
  /// @return whether it was written
  synchronized boolean refused(String remote, String why, long now) {
    if (lines == 0 || now - secondBegan >= SECOND_NANOS) {
      secondBegan = now;
      lines = 0;
      if (left > 0) {
        LOG.warn("{}: refused {} more connections", node, left);
        left = 0;
      }
    }
    if (++lines > LINES_MAX) {
      left++;
      return false;
    }
    LOG.warn("{}: refused connection from {}: {}", node, remote, why);
    return true;
  }
}
