package io.tempelhof.cli.life;

import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Node;
import io.tempelhof.runtime.ProcessInfo;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/// How a node ends in good order: what it has been asked is answered and what it has said is
/// written, as far as that takes no more than 2 s; its neighbours are told, so that others take
/// over what it watched; then its connections close. Whoever asks it something meanwhile hears
/// {@code noconnection} at once, and can ask another.
public final class Departure {
  private static final Duration DRAIN_WITHIN = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  /// Looks in a row at which nothing must be left to do: what is answered comes to be written.
  private static final int QUIET_LOOKS = 3;

  /// With more processes than this their mailboxes are not looked at.
  private static final int LOOKED_AT_MAX = 10_000;

  private Departure() {}

  /// Lets the node depart; returns when it is closed.
  public static void of(Node node) {
    drain(node);
    try {
      node.leave().get();
    } catch (ExecutionException | InterruptedException e) {
      // The neighbours will notice by themselves when the connections close.
    }
    node.close();
  }

  private static void drain(Node node) {
    long deadline = System.nanoTime() + DRAIN_WITHIN.toNanos();
    int quiet = 0;
    while (quiet < QUIET_LOOKS && System.nanoTime() < deadline) {
      quiet = isQuiet(node) ? quiet + 1 : 0;
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private static boolean isQuiet(Node node) {
    return node.status().queued().bytes() == 0
        && node.processes().list().stream().limit(LOOKED_AT_MAX).allMatch(pid -> rests(node, pid));
  }

  /// Messages it has looked at and left may wait for ever.
  private static boolean rests(Node node, Pid pid) {
    return node.processes()
        .info(pid)
        .map(info ->
            info.mailbox() == info.passedOver() && info.state() != ProcessInfo.State.RUNNING)
        .orElse(true);
  }
}
