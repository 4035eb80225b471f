package io.tempelhof.core.association;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;

/// One link or monitor, as the two processes at its ends see it. It checks that whoever holds it is
/// told of its end exactly once.
final class Bond {
  private static final Atom OVER = Atom.of("over");

  private final boolean link;
  private final Site asker;
  private final Site target;
  private final Pid askerPid;
  private final Pid targetPid;
  private final Ref ref;
  private final int targetIncarnation;
  private boolean askerHolds = true;
  private boolean targetHolds;
  private boolean unlinking;

  Bond(boolean link, Site asker, Site target, int number) {
    this.link = link;
    this.asker = asker;
    this.target = target;
    this.askerPid = new Pid(asker.name().atom(), number, 0, asker.incarnation());
    this.targetPid = new Pid(target.name().atom(), number, 0, target.incarnation());
    this.ref = new Ref(asker.name().atom(), asker.incarnation(), number);
    this.targetIncarnation = target.incarnation();
  }

  Pid askerPid() {
    return askerPid;
  }

  Pid targetPid() {
    return targetPid;
  }

  Site other(Site one) {
    return one.equals(asker) ? target : asker;
  }

  boolean isHeldBy(Site site) {
    return site.equals(asker) ? askerHolds : site.equals(target) && targetHolds;
  }

  boolean isBetween(Site site) {
    return site.equals(asker) || site.equals(target);
  }

  boolean isOver() {
    return !askerHolds && !targetHolds && !unlinking;
  }

  void begin() {
    asker.say(
        target,
        link ? new Signal.Link(askerPid, targetPid) : new Signal.Monitor(askerPid, targetPid, ref));
  }

  /// The process of that site gives it up, or ends.
  void giveUp(Site site, boolean endProcess) {
    if (!isHeldBy(site) || unlinking) {
      return;
    }
    if (site.equals(asker) && link && !endProcess) {
      askerHolds = false;
      unlinking = true;
      asker.say(target, new Signal.Unlink(1, askerPid, targetPid));
    } else if (site.equals(asker)) {
      askerHolds = false;
      asker.say(
          target,
          link
              ? new Signal.Exit(askerPid, targetPid, OVER)
              : new Signal.Demonitor(askerPid, targetPid, ref));
    } else {
      endOfTarget(OVER);
    }
  }

  private void endOfTarget(Atom reason) {
    targetHolds = false;
    target.say(
        asker,
        link
            ? new Signal.Exit(targetPid, askerPid, reason)
            : new Signal.Down(targetPid, askerPid, ref, reason));
  }

  /// The process at that site was told this by the other one.
  void heard(Site site, Signal signal) {
    if (site.equals(asker)) {
      if (signal instanceof Signal.UnlinkAck) {
        unlinking = false;
      } else {
        askerHolds = false;
      }
      return;
    }
    switch (signal) {
      case Signal.Link _, Signal.Monitor _ -> {
        if (target.incarnation() == targetIncarnation) {
          targetHolds = true;
        } else {
          endOfTarget(ExitReason.NOPROC);
        }
      }
      case Signal.Unlink _ -> {
        targetHolds = false;
        target.say(asker, new Signal.UnlinkAck(1, targetPid, askerPid));
      }
      default -> targetHolds = false;
    }
  }

  /// The process at that site is told that the connection broke.
  void fired(Site site, Signal signal) {
    if (signal instanceof Signal.UnlinkAck && unlinking && site.equals(asker)) {
      unlinking = false;
    } else if (!isHeldBy(site)) {
      throw new AssertionError(
          site.name() + " was told of the end of " + this + " again: " + signal);
    }
    drop(site);
  }

  /// The site forgets it, and knows that the other one must too.
  void drop(Site site) {
    if (site.equals(asker)) {
      askerHolds = false;
      unlinking = false;
    } else if (targetHolds) {
      targetHolds = false;
    } else {
      return; // it never heard of it
    }
    site.ledger(other(site)).fired(this);
  }

  void checkAtRest() {
    if (askerHolds != targetHolds || unlinking) {
      throw new AssertionError("held by one end only: " + this);
    }
  }

  @Override
  public String toString() {
    return (link ? "link " : "monitor ")
        + ref.word(0)
        + " of "
        + asker.name()
        + " ("
        + askerHolds
        + ") and "
        + target.name()
        + " ("
        + targetHolds
        + ")";
  }
}
