package io.tempelhof.core.association;

import io.tempelhof.core.signal.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one node has said to another, and what of it has arrived. It checks on every arrival that
/// nothing arrives twice or out of order, and that what is lost is the end of what was said before
/// a break.
final class Ledger {
  private final String who;
  private final Site to;
  private final IdentityHashMap<Signal, Integer> underWay = new IdentityHashMap<>();
  private final List<FiredBond> fired = new ArrayList<>();
  private int[] epochs = new int[64];
  private int said;
  private int arrived;
  private int epoch;
  private long delivered;
  private final BitSet unwritten = new BitSet();

  /// The ends of links that have been said and have not arrived.
  private final Map<Integer, Bond> ends = new HashMap<>();

  /// A relation the sender was told is broken, which the receiver still holds.
  private record FiredBond(Bond bond, int atSaid) {}

  Ledger(Site from, Site to) {
    this.to = to;
    this.who = from.name() + " -> " + to.name();
  }

  /// @param ended the link whose end it tells; null for all else
  void say(Signal signal, @Nullable Bond ended) {
    if (said == epochs.length) {
      epochs = Arrays.copyOf(epochs, 2 * said);
    }
    if (ended != null) {
      ends.put(said, ended);
    }
    epochs[said] = epoch;
    underWay.put(signal, said++);
  }

  /// The sender's association broke: what is said from now on belongs together anew.
  void broke() {
    epoch++;
  }

  /// The sender was told that the relation is broken.
  void fired(Bond bond) {
    fired.add(new FiredBond(bond, said));
  }

  /// The sender's connection has no form for it: it is lost, and nothing else is.
  void unwritten(Signal signal) {
    unwritten.set(underWay.remove(signal));
  }

  /// The last signal before that number which should arrive, but for breaks; -1 for none. The end
  /// of a link need not if the receiver knows already that the link is broken.
  private int lastBefore(int number) {
    int last = number - 1;
    while (last >= arrived && (unwritten.get(last) || isKnownToBeBroken(ends.get(last)))) {
      last--;
    }
    return last;
  }

  private boolean isKnownToBeBroken(@Nullable Bond link) {
    return link != null && !link.isHeldBy(to);
  }

  void arrive(Signal signal) {
    Integer number = underWay.remove(signal);
    if (number == null) {
      throw new AssertionError(who + ": arrived twice: " + signal);
    }
    if (number < arrived) {
      throw new AssertionError(
          who + ": signal " + number + " arrived behind signal " + (arrived - 1));
    }
    int last = lastBefore(number);
    if (last >= arrived && epochs[last] == epochs[number]) {
      throw new AssertionError(
          who + ": signal " + last + " is lost, " + number + " arrived without a break");
    }
    for (int passed = arrived; passed <= number; passed++) {
      ends.remove(passed);
    }
    arrived = number + 1;
    delivered++;
    fired.removeIf(f -> f.atSaid <= number && isKnown(f, number));
  }

  private boolean isKnown(FiredBond f, int number) {
    if (f.bond.isHeldBy(to)) {
      throw new AssertionError(
          who
              + ": signal "
              + number
              + ", said after "
              + f.bond
              + " was broken at "
              + f.atSaid
              + ", arrived before the receiver knew");
    }
    return true;
  }

  long delivered() {
    return delivered;
  }

  /// Nothing is under way: everything said since the last break must have arrived.
  void checkAtRest() {
    int last = lastBefore(said);
    if (last >= arrived && epochs[last] == epoch) {
      throw new AssertionError(
          who + ": " + said + " said, only the first " + arrived + " arrived, and no break since");
    }
    underWay.clear();
  }
}
