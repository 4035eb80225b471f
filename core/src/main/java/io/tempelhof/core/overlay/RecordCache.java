package io.tempelhof.core.overlay;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Tuple;
import org.jspecify.annotations.Nullable;

/// Peers tell of the same nodes again and again, each time in new bytes. What was read before, by
/// any node of this JVM, is used again, and passed on in the form it came in: of the last {@value
/// #REMEMBERED} records, those with watchers and those without apart.
final class RecordCache {
  /// A power of two.
  static final int REMEMBERED = 8_192;

  private record Read(Tuple form, NodeRecord record) {}

  /// By the name's hash. Threads may overwrite each other's entries, each of which is whole.
  private static final @Nullable Read[] READ = new @Nullable Read[REMEMBERED];

  private RecordCache() {}

  private static int slot(int nameHash, boolean watched) {
    return (2 * nameHash + (watched ? 1 : 0)) & REMEMBERED - 1;
  }

  private static int slot(NodeRecord record) {
    return slot(record.name().hashCode(), !record.watchers().equals(NodeRecord.Watchers.NONE));
  }

  /// The same name, as it was read before if it was.
  static NodeName share(NodeName name) {
    Read last = READ[slot(name.hashCode(), false)];
    return last != null && last.record.name().equals(name) ? last.record.name() : name;
  }

  /// The record of a node of that cluster that was read from the same form before; {@code null} if
  /// none was lately.
  static @Nullable NodeRecord find(String cluster, Tuple form) {
    if (form.arity() == 0 || !(form.at(0) instanceof Atom name)) {
      return null;
    }
    NodeRecord record = find(form, slot(name.hashCode(), true));
    if (record == null) {
      record = find(form, slot(name.hashCode(), false));
    }
    return record != null && record.id().equals(NodeId.of(cluster, record.name())) ? record : null;
  }

  private static @Nullable NodeRecord find(Tuple form, int slot) {
    Read last = READ[slot];
    return last != null && last.form.equals(form) ? last.record : null;
  }

  /// The form a record was read from; {@code null} if it was not, or not lately.
  @SuppressWarnings("ReferenceEquality") // an equal one would do, but to compare costs as much
  static @Nullable Tuple form(NodeRecord record) {
    Read last = READ[slot(record)];
    return last != null && last.record == record ? last.form : null;
  }

  /// A record that has been read, to be remembered; what is in it as it was read before if it was.
  static NodeRecord share(NodeRecord read, Tuple form) {
    int slot = slot(read);
    Read last = READ[slot];
    NodeRecord shared =
        last == null || !last.record.id().equals(read.id()) ? read : like(last.record, read);
    Tuple ours = OverlayCodec.form(shared);
    READ[slot] =
        new Read(ours.equals(form) ? form : ours, shared); // what else it holds may be long
    return shared;
  }

  private static NodeRecord like(NodeRecord last, NodeRecord read) {
    return new NodeRecord(
        last.id(),
        last.name(),
        read.creation(),
        read.startStamp(),
        same(last.address(), read.address()),
        same(last.domain(), read.domain()),
        read.capabilities(),
        read.refutations(),
        same(last.watchers(), read.watchers()));
  }

  private static <T> T same(T last, T read) {
    return last.equals(read) ? last : read;
  }
}
