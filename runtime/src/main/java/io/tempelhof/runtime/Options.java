package io.tempelhof.runtime;

import java.time.Duration;

/// How the processes of one node are run.
///
/// @param encodeLocal every message between local processes goes through the external term format,
///   as if it travelled: for tests, to find what would behave otherwise between nodes
/// @param processesMax how many processes may live at once
/// @param namesMax how many names may be registered at once
/// @param timersMax how many timers may be set at once
/// @param mailboxLimit of processes that do not set another ({@link Self#limitMailbox})
/// @param stuckAfter how long a process may take to end once it must, before it counts as stuck
/// @param time by which they wait; another than {@link Time#REAL} is for tests
public record Options(
    boolean encodeLocal,
    int processesMax,
    int namesMax,
    int timersMax,
    MailboxLimit mailboxLimit,
    Duration stuckAfter,
    Time time) {

  /// Messages by reference, 1,048,576 processes, 65,536 names, 1,048,576 timers, mailboxes without
  /// a limit, stuck after 5 s, real time.
  public static final Options DEFAULT =
      new Options(
          false, 1_048_576, 65_536, 1_048_576, MailboxLimit.NONE, Duration.ofSeconds(5), Time.REAL);

  public Options {
    if (processesMax < 1 || namesMax < 1 || timersMax < 1 || !stuckAfter.isPositive()) {
      throw new IllegalArgumentException(
          "processesMax, namesMax, timersMax and stuckAfter must be positive");
    }
  }

  /// With local messages through the codec, or by reference.
  public Options withEncodeLocal(boolean encodeLocal) {
    return new Options(
        encodeLocal, processesMax, namesMax, timersMax, mailboxLimit, stuckAfter, time);
  }

  /// With room for so many processes.
  public Options withProcessesMax(int processesMax) {
    return new Options(
        encodeLocal, processesMax, namesMax, timersMax, mailboxLimit, stuckAfter, time);
  }

  /// With room for so many names.
  public Options withNamesMax(int namesMax) {
    return new Options(
        encodeLocal, processesMax, namesMax, timersMax, mailboxLimit, stuckAfter, time);
  }

  /// With room for so many timers.
  public Options withTimersMax(int timersMax) {
    return new Options(
        encodeLocal, processesMax, namesMax, timersMax, mailboxLimit, stuckAfter, time);
  }

  /// With this limit of mailboxes.
  public Options withMailboxLimit(MailboxLimit mailboxLimit) {
    return new Options(
        encodeLocal, processesMax, namesMax, timersMax, mailboxLimit, stuckAfter, time);
  }

  /// Counting a process as stuck after so long.
  public Options withStuckAfter(Duration stuckAfter) {
    return new Options(
        encodeLocal, processesMax, namesMax, timersMax, mailboxLimit, stuckAfter, time);
  }

  /// With this clock.
  public Options withTime(Time time) {
    return new Options(
        encodeLocal, processesMax, namesMax, timersMax, mailboxLimit, stuckAfter, time);
  }
}
