package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import org.jspecify.annotations.Nullable;

/// Peers tell of the same nodes again and again, each time in new bytes. What was read before, by
/// any node of this JVM, is used again: of the last {@value #REMEMBERED} records, those with
/// watchers and those without apart.
final class RecordCache {
  /// A power of two.
  static final int REMEMBERED = 8_192;

  /// By the name's hash. Threads may overwrite each other's entries, each of which is whole.
  private static final @Nullable NodeRecord[] RECORDS = new @Nullable NodeRecord[REMEMBERED];

  private RecordCache() {}

  private static int slot(NodeName name, boolean watched) {
    return (2 * name.hashCode() + (watched ? 1 : 0)) & REMEMBERED - 1;
  }

  /// The same name, as it was read before if it was.
  static NodeName share(NodeName name) {
    NodeRecord last = RECORDS[slot(name, false)];
    return last != null && last.name().equals(name) ? last.name() : name;
  }

  /// The same record; what is in it as it was read before if it was.
  static NodeRecord share(NodeRecord read) {
    int slot = slot(read.name(), !read.watchers().equals(NodeRecord.Watchers.NONE));
    NodeRecord last = RECORDS[slot];
    if (last == null || !last.id().equals(read.id())) {
      RECORDS[slot] = read;
      return read;
    }
    if (saysTheSame(last, read)) {
      return last;
    }
    NodeRecord shared =
        new NodeRecord(
            last.id(),
            last.name(),
            read.creation(),
            read.startStamp(),
            same(last.address(), read.address()),
            same(last.domain(), read.domain()),
            read.capabilities(),
            read.refutations(),
            same(last.watchers(), read.watchers()));
    RECORDS[slot] = shared;
    return shared;
  }

  private static boolean saysTheSame(NodeRecord one, NodeRecord other) {
    return one.sameIncarnation(other)
        && one.name().equals(other.name())
        && one.startStamp() == other.startStamp()
        && one.refutations() == other.refutations()
        && one.capabilities() == other.capabilities()
        && one.address().equals(other.address())
        && one.domain().equals(other.domain())
        && one.watchers().equals(other.watchers());
  }

  private static <T> T same(T last, T read) {
    return last.equals(read) ? last : read;
  }
}
