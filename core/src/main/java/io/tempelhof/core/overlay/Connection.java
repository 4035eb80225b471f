package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import org.jspecify.annotations.Nullable;

/// An open connection to another node of the cluster, as the overlay sees it.
final class Connection {
  /// For so long a connection we asked to be closed is not counted on.
  static final long RELEASE_NANOS = 5_000_000_000L;

  /// A new connection is not given back for so long: the other end, which may have dialled at the
  /// same time, may be about to say what it wants.
  static final long NEW_NANOS = 1_000_000_000L;

  /// So many urgent parcels go at once, and then one in so long.
  static final int HURRY_BURST = 64;

  static final long HURRY_NANOS = 5_000_000L;

  final NodeName name;
  final NodeId id;
  final int bucket;

  /// It leads to a seed, by way of which to join.
  private boolean entry;

  /// The overlay opened it only to ask something: to be released when nothing is asked any more.
  private boolean opened;

  final PeerRelation relation = new PeerRelation();

  /// Both ends are seeds: the connection is to stay.
  private boolean fellowSeed;

  /// What the other end said of itself; {@code null} until its hello has come.
  private @Nullable NodeRecord record;

  private boolean client;

  /// Why we are peers, as far as it was agreed; meaningful while the relation stands.
  PeerReason reason = PeerReason.BUCKET;

  /// We have announced its node as a watcher of ours.
  boolean watched;

  /// Its node has announced us as a watcher of its own.
  boolean watching;

  /// Many nodes seem to have died: for a while all peers are watched closely.
  boolean alert;

  /// Which announcement of our watchers the other end has been told last.
  long toldSequence;

  private boolean quiet;

  /// Since when it has been heard without a break.
  private long heardSince;

  /// What the connection was last said to be needed for.
  private Tie announced = Tie.NONE;

  /// Before that it is not given back.
  long neededUntil;

  /// It says that its JVM is late: so its silence says less.
  boolean late;

  /// Since when we are peers.
  long since;

  long lastReceivedAt;

  /// Questions sent and not answered yet.
  int questions;

  /// What is to be told to its node, while it is being told anything.
  Broadcast.@Nullable Batch batch;

  /// Before that it is no use asking to end the relation: the other end has refused.
  long pruneNotBefore = Long.MIN_VALUE;

  int pruneRefusals;

  private long releasedAt = Known.NEVER;

  /// When the next urgent parcel would go if they came evenly; a burst may run ahead of it.
  private long hurriedUntil = Known.NEVER;

  Connection(NodeName name, NodeId id, int bucket, Opening opening, boolean fellowSeed, long now) {
    this.name = name;
    this.id = id;
    this.bucket = bucket;
    this.entry = opening == Opening.AS_ENTRY || fellowSeed;
    this.opened = opening != Opening.BY_OTHERS;
    this.fellowSeed = fellowSeed;
    this.lastReceivedAt = now;
    this.heardSince = now;
    this.neededUntil = now + NEW_NANOS;
  }

  /// The node joins by way of it from now on.
  void enter(boolean asFellowSeed) {
    entry = true;
    fellowSeed = asFellowSeed;
  }

  boolean entry() {
    return entry;
  }

  boolean fellowSeed() {
    return fellowSeed;
  }

  boolean opened() {
    return opened;
  }

  /// There is a use for it beyond the question it was opened for.
  void needed() {
    opened = false;
  }

  @Nullable NodeRecord record() {
    return record;
  }

  boolean client() {
    return client;
  }

  /// The other end has introduced itself and is a member of the cluster.
  boolean member() {
    return record != null && !client;
  }

  void introduced(NodeRecord itself, boolean asClient) {
    record = itself;
    client = asClient;
  }

  /// The other end leaves: it is nobody any more until it introduces itself again.
  void departed() {
    record = null;
  }

  /// A peer that takes part in the overlay: queries may be forwarded to it.
  boolean carriesQueries() {
    return relation.stands() && !client;
  }

  /// Nothing is heard over it, or something again.
  void quiet(boolean nothing, long now) {
    if (quiet && !nothing) {
      heardSince = now;
    }
    quiet = nothing;
  }

  long heardSince() {
    return heardSince;
  }

  boolean quiet() {
    return quiet;
  }

  /// One end watches the other.
  boolean watches() {
    return relation.stands() && (watched || watching || alert);
  }

  Tie tie() {
    return watches() && !late ? Tie.WATCH : relation.stands() ? Tie.PEER : Tie.NONE;
  }

  /// Whether what it is needed for has changed since this was asked last.
  boolean tieChanged() {
    Tie before = announced;
    announced = tie();
    return before != announced;
  }

  FailureDomain domain() {
    return record == null ? FailureDomain.UNDECLARED : record.domain();
  }

  /// Whether its node declares to be in that failure domain.
  boolean isIn(FailureDomain declared) {
    return domain().equals(declared) && !declared.equals(FailureDomain.UNDECLARED);
  }

  /// Whether one more urgent parcel may go.
  boolean mayHurry(long now) {
    hurriedUntil = Math.max(hurriedUntil, now - HURRY_BURST * HURRY_NANOS);
    boolean may = hurriedUntil <= now;
    hurriedUntil += may ? HURRY_NANOS : 0;
    return may;
  }

  void released(long now) {
    releasedAt = now;
  }

  /// We have just asked for it to be closed: it may be gone any moment.
  boolean releasing(long now) {
    return releasedAt != Known.NEVER && now - releasedAt < RELEASE_NANOS;
  }
}
