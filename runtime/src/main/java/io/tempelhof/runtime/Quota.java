package io.tempelhof.runtime;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The limit of one mailbox, where one is switched on, and how many messages have met it.
final class Quota {
  private static final Logger LOG = LoggerFactory.getLogger(Quota.class);

  private final MailboxLimit limit;
  private final AtomicLong refused;

  /// @param before how many messages an earlier limit refused
  Quota(MailboxLimit limit, long before) {
    this.limit = limit;
    this.refused = new AtomicLong(before);
  }

  MailboxLimit limit() {
    return limit;
  }

  long refused() {
    return refused.get();
  }

  /// Whether one more may join so many.
  boolean admits(int waiting) {
    return waiting < limit.messages();
  }

  /// One was refused. Says so in the log, the first time.
  ///
  /// @return whether its receiver is to be killed for it
  boolean refuse(Pid receiver, NodeName node) {
    boolean kill = limit.beyond() == MailboxLimit.Beyond.KILL;
    if (refused.getAndIncrement() == 0) {
      LOG.warn(
          "the mailbox of process {} on {} is full ({} messages): {}",
          receiver,
          node,
          limit.messages(),
          kill ? "it is killed" : "further ones are dropped");
    }
    return kill;
  }
}
