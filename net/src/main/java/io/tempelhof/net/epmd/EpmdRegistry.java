package io.tempelhof.net.epmd;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The memory of an EPMD: the registered nodes, and which creation each name had last. Belongs to
/// one thread.
final class EpmdRegistry {
  /// How many nodes can be registered at once.
  static final int ENTRIES_MAX = 4096;

  /// Of how many names the last creation is remembered.
  static final int REMEMBERED_MAX = 2 * ENTRIES_MAX;

  /// Nodes that speak no handshake of version 6 know creations of two bits.
  private static final int NARROW_CREATIONS = 3;

  private final RandomGenerator random;
  private final Map<String, EpmdEntry> entries = new TreeMap<>();
  private final SequencedMap<String, Integer> lastCreations = new LinkedHashMap<>();

  EpmdRegistry(RandomGenerator random) {
    this.random = random;
  }

  /// Enters a node; refuses it when its name is taken or the registry full.
  EpmdReply.Registered register(EpmdEntry entry) {
    if (entries.containsKey(entry.name()) || entries.size() == ENTRIES_MAX) {
      return new EpmdReply.Registered(false, 0);
    }
    int creation = nextCreation(entry);
    entries.put(entry.name(), entry);
    lastCreations.remove(entry.name());
    lastCreations.put(entry.name(), creation);
    if (lastCreations.size() > REMEMBERED_MAX) {
      lastCreations.pollFirstEntry();
    }
    return new EpmdReply.Registered(true, creation);
  }

  void unregister(EpmdEntry entry) {
    entries.remove(entry.name());
  }

  @Nullable EpmdEntry find(String name) {
    return entries.get(name);
  }

  /// All nodes, in the order of their names.
  Collection<EpmdEntry> entries() {
    return entries.values();
  }

  /// A creation other than 0 and other than the name's last one.
  private int nextCreation(EpmdEntry entry) {
    int last = lastCreations.getOrDefault(entry.name(), 0);
    while (true) {
      int creation = isWide(entry) ? random.nextInt() : 1 + random.nextInt(NARROW_CREATIONS);
      if (creation != 0 && creation != last) {
        return creation;
      }
    }
  }

  static boolean isWide(EpmdEntry entry) {
    return entry.highest() >= EpmdEntry.HANDSHAKE_VERSION;
  }
}
