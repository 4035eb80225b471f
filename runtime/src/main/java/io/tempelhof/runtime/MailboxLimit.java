package io.tempelhof.runtime;

/// How many messages may wait in a process's mailbox, and what becomes of those beyond. None of it
/// makes a sender wait: who sends here or elsewhere never learns of a full mailbox.
///
/// Only messages of other processes and of timers meet the limit. What the runtime itself says
/// ({@link Down}, {@link Exited}) always gets in, and counts. Senders look at the limit without
/// stopping each other, so messages sent at the same instant may exceed it for a moment.
///
/// @param messages how many may wait, at least 1
/// @param beyond what happens at the next one
public record MailboxLimit(int messages, Beyond beyond) {

  /// As many as memory holds: what Erlang does, and the default.
  public static final MailboxLimit NONE = new MailboxLimit(Integer.MAX_VALUE, Beyond.DROP);

  /// What happens to a message for a full mailbox.
  public enum Beyond {
    /// It is dropped and counted ({@link Dropped#MAILBOX_FULL}); the process lives on with what it
    /// has. For processes to whom a lost message is a missed opportunity.
    DROP,
    /// It is dropped and counted, and the process is killed (reason {@code killed}), as Erlang does
    /// when {@code max_heap_size} is exceeded: whoever watches or supervises it takes it from
    /// there. For processes that must not go on with a message missing.
    KILL
  }

  public MailboxLimit {
    if (messages < 1) {
      throw new IllegalArgumentException("a mailbox holds at least one message, not " + messages);
    }
  }

  /// Further messages are dropped.
  public static MailboxLimit dropping(int messages) {
    return new MailboxLimit(messages, Beyond.DROP);
  }

  /// One message more and the process is killed.
  public static MailboxLimit killing(int messages) {
    return new MailboxLimit(messages, Beyond.KILL);
  }

  boolean isNone() {
    return messages == Integer.MAX_VALUE;
  }
}
