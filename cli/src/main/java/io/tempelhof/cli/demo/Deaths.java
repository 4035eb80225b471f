package io.tempelhof.cli.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Who died, and who was told so when; and who was told of a death that was none.
final class Deaths {
  private static final int SHOWN_MAX = 5;

  private final List<Word> words = new ArrayList<>();
  private final Set<Integer> gone = new HashSet<>();
  private final List<Told> falseOnes = new ArrayList<>();
  private long falseDeaths;

  /// These nodes are about to die, or to be stopped, and the others are to be told.
  Word died(Collection<Integer> nodes, Collection<Integer> living, long atMicros) {
    gone.addAll(nodes);
    return begun(Word.ofDeath(nodes, living, atMicros));
  }

  /// Those of whose death this is the word are about to come back.
  Word returned(Word death, long atMicros) {
    return begun(Word.ofReturn(death, atMicros));
  }

  private Word begun(Word word) {
    words.add(word);
    return word;
  }

  void told(List<Told> news) {
    for (Told told : news) {
      words.forEach(word -> word.told(told));
      if (!told.up() && !gone.contains(told.of())) {
        falseDeaths++;
        if (falseOnes.size() < SHOWN_MAX) {
          falseOnes.add(told);
        }
      }
    }
  }

  /// How often a node was told that another one is dead which nobody had killed or stopped.
  long falseDeaths() {
    return falseDeaths;
  }

  /// The first of these.
  List<Told> falseOnes() {
    return List.copyOf(falseOnes);
  }
}
