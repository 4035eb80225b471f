package io.tempelhof.net;

import io.tempelhof.core.term.NodeName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One line for each socket that came to nothing, but no more than {@value #LINES_MAX} a second:
/// anyone who reaches the port can cause them.
final class RefusalLog {
  static final int LINES_MAX = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final long SECOND_NANOS = 1_000_000_000L;

  private long secondBegan;
  private int lines;
  private long left;

  /// This node closed the socket. Writes a line, or counts it.
  ///
  /// @return whether it was written
  boolean refused(NodeName node, String remote, String why, long now) {
    return write(Level.WARN, node, "refused connection from", remote, why, now);
  }

  /// The other end closed the socket. Writes a line, or counts it.
  ///
  /// @return whether it was written
  boolean gaveUp(NodeName node, String remote, String why, long now) {
    return write(Level.INFO, node, "no connection was made by", remote, why, now);
  }

  private synchronized boolean write(
      Level level, NodeName node, String what, String remote, String why, long now) {
    if (lines == 0 || now - secondBegan >= SECOND_NANOS) {
      secondBegan = now;
      lines = 0;
      if (left > 0) {
        LOG.warn("{}: {} more connections came to nothing", node, left);
        left = 0;
      }
    }
    if (++lines > LINES_MAX) {
      left++;
      return false;
    }
    LOG.atLevel(level).log("{}: {} {}: {}", node, what, remote, why);
    return true;
  }
}
