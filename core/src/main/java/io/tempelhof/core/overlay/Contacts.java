package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The nodes we know, in buckets by the number of leading bits their ids share with ours. Knowing
/// costs no connection.
final class Contacts {
  /// What {@link Watching#shared} tells apart.
  private static final int LEVELS = 4;

  private final NodeId self;
  private final int neighbours;
  private final Distrust distrust = new Distrust();
  private final @Nullable Bucket[] buckets = new @Nullable Bucket[NodeId.BITS];
  private final Map<NodeId, Known> byId = new HashMap<>();

  /// Buckets from here on are empty.
  private int depth;

  private final List<Known> near = new ArrayList<>(8);
  private boolean nearIsStale;
  private final List<Known> watchers = new ArrayList<>(8);
  private boolean watchersAreStale = true;
  private long buried;

  Contacts(NodeId self, int neighbours) {
    this.self = self;
    this.neighbours = neighbours;
  }

  /// This node's own id.
  NodeId self() {
    return self;
  }

  /// Takes in a node that others speak of.
  ///
  /// @return whether it was unknown before
  boolean learn(Contact told, long now) {
    NodeRecord record = told.record();
    if (record.id().equals(self)
        || distrust.holds(record.id(), now - told.ageMillis() * 1_000_000, now)) {
      return false;
    }
    Known known = byId.get(record.id());
    if (known != null) {
      if (!known.connected && record.isLaterThan(known.record)) {
        known.record = record;
        watchersAreStale = true; // it may have moved to another failure domain
      }
      return false;
    }
    add(new Known(record));
    changed();
    return true;
  }

  /// The node has just introduced itself over a connection, which is open from now on.
  void connected(NodeRecord record, long now) {
    distrust.lift(record.id());
    Known known = byId.get(record.id());
    if (known == null) {
      known = new Known(record);
      add(known);
    }
    known.record = record;
    known.heardAt = now;
    known.connected = true;
    known.suspect = false;
    bucket(known.id()).promote(known);
    changed();
  }

  private void add(Known newcomer) {
    byId.put(newcomer.id(), newcomer);
    Known out = bucket(newcomer.id()).add(newcomer);
    if (out != null) {
      byId.remove(out.id());
    }
  }

  private void remove(NodeId id) {
    Known known = byId.remove(id);
    if (known != null) {
      boolean replaced = bucket(id).remove(id);
      nearIsStale |= replaced || near.contains(known);
      watchersAreStale |= replaced || watchers.contains(known);
    }
  }

  /// The connection is gone.
  ///
  /// @param heardAt when the last byte came over it
  /// @param suspect it broke
  void disconnected(NodeId id, long heardAt, boolean suspect) {
    Known known = find(id);
    if (known != null) {
      known.connected = false;
      known.heardAt = heardAt;
      known.suspect = suspect;
    }
  }

  /// The node is not where we believed it, or has left: what others still say of it is believed
  /// only if they heard it later.
  void forget(NodeId id, long now) {
    remove(id);
    distrust.begin(id, now);
  }

  /// Everybody is being told that the node is down.
  void bury(NodeId id) {
    remove(id);
    distrust.lift(id); // what its death says of it counts
    buried++;
  }

  /// How many deaths and departures have been told so far.
  long buried() {
    return buried;
  }

  /// The node has returned, or a later incarnation of it has come.
  void trust(NodeId id) {
    distrust.lift(id);
  }

  private void changed() {
    nearIsStale = true;
    watchersAreStale = true;
  }

  /// The closest contacts of which least fails together with us: those outside our failure domain
  /// before those inside. Closest first within each.
  ///
  /// @param ours always the same, as is {@code count}
  List<Known> watchers(FailureDomain ours, int count) {
    if (watchersAreStale) {
      watchers.clear();
      watchers.addAll(computeWatchers(ours, count));
      watchersAreStale = false;
    }
    return watchers;
  }

  private List<Known> computeWatchers(FailureDomain ours, int count) {
    List<List<Known>> byShared = new ArrayList<>(LEVELS);
    for (int shared = 0; shared < LEVELS; shared++) {
      byShared.add(new ArrayList<>(count));
    }
    for (int i = 0; i < depth; i++) {
      for (Known known : inBucket(i)) {
        List<Known> alike = byShared.get(Watching.shared(ours, known.record.domain()));
        insert(known, self, count, alike);
      }
    }
    List<Known> chosen = new ArrayList<>(count);
    for (List<Known> alike : byShared) {
      chosen.addAll(alike.subList(0, Math.min(alike.size(), count - chosen.size())));
    }
    return chosen;
  }

  @Nullable Known find(NodeId id) {
    return byId.get(id);
  }

  /// Number of buckets up to the deepest that ever had a contact.
  int depth() {
    return depth;
  }

  /// The contacts of a bucket, not to be changed.
  List<Known> inBucket(int index) {
    Bucket bucket = buckets[index];
    return bucket == null ? List.of() : bucket.contacts();
  }

  /// The records of all contacts.
  List<NodeRecord> all() {
    List<NodeRecord> all = new ArrayList<>();
    for (int bucket = 0; bucket < depth; bucket++) {
      for (Known known : inBucket(bucket)) {
        all.add(known.record);
      }
    }
    return all;
  }

  /// The closest contacts to ourselves, known by hearsay or not, closest first.
  List<Known> near() {
    if (nearIsStale) {
      near.clear();
      collectClosest(self, neighbours, known -> true, near);
      nearIsStale = false;
    }
    return near;
  }

  /// Whether a node is, or would be, among the closest to ourselves.
  boolean isNear(NodeId id) {
    List<Known> closest = near();
    return closest.size() < neighbours
        || self.compareDistance(id, closest.get(closest.size() - 1).id()) <= 0;
  }

  /// The contacts closest to the target that may be passed on to {@code asker}, closest first.
  List<Contact> closest(NodeId target, int limit, NodeId asker, long now) {
    List<Known> found = new ArrayList<>(limit);
    collectClosest(
        target, limit, known -> known.mayBePassedOn() && !known.id().equals(asker), found);
    List<Contact> contacts = new ArrayList<>(found.size());
    for (Known known : found) {
      contacts.add(contact(known, now));
    }
    return contacts;
  }

  /// Up to {@code limit} contacts, at random, of the buckets from {@code fromBucket} on that may be
  /// passed on to {@code asker}.
  List<Contact> sample(int fromBucket, int limit, NodeId asker, RandomGenerator random, long now) {
    List<Contact> sample = new ArrayList<>(limit);
    int seen = 0;
    for (int bucket = fromBucket; bucket < depth; bucket++) {
      List<Known> contacts = inBucket(bucket);
      for (int i = 0; i < contacts.size(); i++) {
        Known known = contacts.get(i);
        if (!known.mayBePassedOn() || known.id().equals(asker)) {
          continue;
        }
        int at = random.nextInt(++seen);
        if (sample.size() < limit) {
          sample.add(contact(known, now));
        } else if (at < limit) {
          sample.set(at, contact(known, now));
        }
      }
    }
    return sample;
  }

  /// A contact as it is passed on. A connected node is ticking: its age is nought.
  static Contact contact(Known known, long now) {
    return new Contact(known.record, known.connected ? 0 : (now - known.heardAt) / 1_000_000);
  }

  /// Walks outwards from the target: the bucket it is in, then those deeper (our own side of the
  /// tree), then one bucket further out at a time.
  private void collectClosest(
      NodeId target, int limit, Predicate<Known> wanted, List<Known> found) {
    int home = Math.min(self.commonPrefix(target), depth);
    if (home < depth) {
      take(home, target, limit, wanted, found);
    }
    if (found.size() < limit) {
      for (int i = home + 1; i < depth; i++) {
        take(i, target, limit, wanted, found);
      }
    }
    for (int i = home - 1; i >= 0 && found.size() < limit; i--) {
      take(i, target, limit, wanted, found);
    }
  }

  private void take(
      int index, NodeId target, int limit, Predicate<Known> wanted, List<Known> found) {
    List<Known> contacts = inBucket(index);
    for (int i = 0; i < contacts.size(); i++) {
      Known known = contacts.get(i);
      if (wanted.test(known)) {
        insert(known, target, limit, found);
      }
    }
  }

  /// Keeps the closest to the target, closest first.
  private static void insert(Known known, NodeId target, int limit, List<Known> found) {
    int at = found.size();
    while (at > 0 && target.compareDistance(known.id(), found.get(at - 1).id()) < 0) {
      at--;
    }
    if (at < limit) {
      if (found.size() == limit) {
        found.remove(limit - 1);
      }
      found.add(at, known);
    }
  }

  private Bucket bucket(NodeId id) {
    int index = self.commonPrefix(id);
    Bucket bucket = buckets[index];
    if (bucket == null) {
      bucket = new Bucket();
      buckets[index] = bucket;
      depth = Math.max(depth, index + 1);
    }
    return bucket;
  }
}
