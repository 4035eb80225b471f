package io.tempelhof.net;

import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.term.NodeName;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Log lines about seeds that cannot be reached. Each is tried again and again, for as long as the
/// node lives; a line is written when the reason is another one, and once in {@value
/// #AGAIN_MINUTES} minutes.
final class SeedLog {
  static final int AGAIN_MINUTES = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final long AGAIN_NANOS = AGAIN_MINUTES * 60_000_000_000L;

  private record Said(DialFailure failure, long at) {}

  /// There are not many seeds.
  private final Map<NodeName, Said> said = new HashMap<>();

  /// @return whether a line was written
  synchronized boolean unreachable(NodeName node, NodeEvent.SeedUnreachable seed, long now) {
    Said last = said.get(seed.seed());
    if (last != null && last.failure == seed.failure() && now - last.at < AGAIN_NANOS) {
      return false;
    }
    said.put(seed.seed(), new Said(seed.failure(), now));
    LOG.warn("{}: seed {} cannot be reached: {}", node, seed.seed(), seed.failure());
    return true;
  }
}
