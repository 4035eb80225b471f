package io.tempelhof.cli.demo;

import io.tempelhof.sim.measure.Delays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How word of what has become of some nodes reaches others: who is to be told of whom, who has
/// been, and after how long.
final class Word {
  private final boolean up;
  private final long sinceMicros;

  /// By the node that is to be told, and that has been, the numbers of those of whom.
  private final Map<Integer, BitSet> waiting = new HashMap<>();

  private final Map<Integer, BitSet> reached = new HashMap<>();

  private final Delays delays = new Delays();
  private long missing;

  private Word(boolean up, long sinceMicros) {
    this.up = up;
    this.sinceMicros = sinceMicros;
  }

  /// These nodes are dead: each of those who live is to be told of each.
  static Word ofDeath(Collection<Integer> dead, Collection<Integer> living, long sinceMicros) {
    Word word = new Word(false, sinceMicros);
    BitSet all = new BitSet();
    dead.forEach(all::set);
    living.forEach(by -> word.expect(by, all));
    return word;
  }

  /// Each of these monitors is to fire: those held by a node, on the nodes that are in its set.
  static Word ofMonitors(Map<Integer, BitSet> monitors, long sinceMicros) {
    Word word = new Word(false, sinceMicros);
    monitors.forEach(word::expect);
    return word;
  }

  /// Those of whose death others were told are back: the others are to be told so.
  static Word ofReturn(Word death, long sinceMicros) {
    Word word = new Word(true, sinceMicros);
    death.reached.forEach(word::expect);
    return word;
  }

  private void expect(int by, BitSet of) {
    waiting.put(by, (BitSet) of.clone());
    missing += of.cardinality();
  }

  void told(Told told) {
    BitSet of = waiting.get(told.by());
    if (told.up() == up && told.atMicros() >= sinceMicros && of != null && of.get(told.of())) {
      of.clear(told.of());
      reached.computeIfAbsent(told.by(), _ -> new BitSet()).set(told.of());
      missing--;
      delays.add(1_000 * (told.atMicros() - sinceMicros));
    }
  }

  /// How many are to be told of how many others and have not been, counted in pairs.
  long missing() {
    return missing;
  }

  /// Whether nobody was to be told of anything.
  boolean isEmpty() {
    return delays.size() + missing == 0;
  }

  boolean complete() {
    return missing == 0;
  }

  /// Within how many milliseconds that share (0 to 1) of all that were to be told had been; null if
  /// so many never were, or nobody was to be.
  @Nullable Double millis(double share) {
    long all = delays.size() + missing;
    long wanted = Math.max(1, (long) Math.ceil(share * all));
    return wanted <= delays.size() ? delays.quantile((double) wanted / delays.size()) : null;
  }

  @Override
  public String toString() {
    return complete()
        ? "%d told of everything".formatted(reached.size())
        : "%d of %d pairs not told yet".formatted(missing, delays.size() + missing);
  }
}
