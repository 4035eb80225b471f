package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.overlay.OverlayMessage.PeerRedirected;
import io.tempelhof.core.overlay.OverlayMessage.PeerRequest;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Gets a node its peers: its closest nodes, and some in every non-empty bucket. An attempt is a
/// dial, the exchange of hellos, a request and its answer. A full node redirects to others of the
/// same sub-tree; after {@value #REDIRECTS_MAX} redirects the next request is forced, so that no
/// one is sent around for ever.
final class Peering {
  static final int REDIRECTS_MAX = 4;
  static final int OFFERS_MAX = 4;
  static final int CLIENTS_MAX = 256;
  static final int CLIENT_PEERS = 3;

  /// A node that redirected us is not asked again for so long.
  static final long SHUN_NANOS = 30_000_000_000L;

  /// An attempt without outcome for so long makes room for another.
  static final long ATTEMPT_NANOS = 10_000_000_000L;

  private record Attempt(
      NodeRecord record,
      int bucket,
      PeerReason reason,
      boolean forced,
      int redirects,
      long startedAt) {
    Attempt insisting(long now) {
      return new Attempt(record, bucket, reason, true, redirects, now);
    }
  }

  /// A redirected attempt that goes on with one of the nodes offered.
  private record Detour(int bucket, int redirects, List<Contact> offered) {}

  private final OverlaySettings settings;
  private final NodeId self;
  private final Contacts contacts;
  private final Connections connections;
  private final PeerChoice choice;
  private final Lull lull;
  private final RandomGenerator random;
  private final Map<NodeName, Attempt> attempts = new LinkedHashMap<>(0);
  private final ArrayDeque<Detour> detours = new ArrayDeque<>(1);

  /// Attempts and detours under way, per bucket.
  private final short[] pending = new short[NodeId.BITS];

  /// With that many peers in a bucket we redirect.
  private int redirectAt;

  private boolean active;
  private boolean satisfied;
  private long redirects;

  Peering(
      OverlaySettings settings,
      NodeId self,
      Contacts contacts,
      Connections connections,
      PeerChoice choice,
      RandomGenerator random) {
    this.settings = settings;
    this.self = self;
    this.contacts = contacts;
    this.connections = connections;
    this.choice = choice;
    this.redirectAt = settings.redirectAt();
    this.lull = new Lull(contacts, random);
    this.random = random;
  }

  /// From now on peers are sought; before, others may only ask us.
  void begin() {
    active = true;
    satisfied = false;
  }

  /// Every newcomer knows us first and would have us for a peer: we take only as many as we need.
  void knownToAll() {
    redirectAt = settings.peersPerBucket();
  }

  void end() {
    active = false;
  }

  /// Something has changed that may open a want or a way.
  void reconsider() {
    satisfied = false;
  }

  /// Nothing is wanted and nothing under way.
  boolean settled() {
    return active && satisfied && attempts.isEmpty() && detours.isEmpty();
  }

  /// How often we were redirected.
  long redirects() {
    return redirects;
  }

  /// Whether a node is being asked.
  boolean attempting(NodeName name) {
    return attempts.containsKey(name);
  }

  /// The next node to dial, if there is one. Those already connected are asked on the way.
  @Nullable NodeRecord nextDial(long now, Consumer<Wish> out) {
    while (active && !satisfied && !lull.lasts(now)) {
      Attempt attempt = nextAttempt(now);
      if (attempt == null) {
        satisfied = true;
        break;
      }
      begin(attempt);
      Connection connection = connections.get(attempt.record.name());
      if (connection == null) {
        return attempt.record;
      }
      ask(connection, attempt, now, out);
    }
    return null;
  }

  private @Nullable Attempt nextAttempt(long now) {
    Predicate<NodeRecord> usable = record -> usable(record, now);
    Attempt detour = nextDetour(usable, now);
    if (detour != null) {
      return detour;
    }
    if (settings.client()) {
      NodeRecord any =
          connections.peers() + attempts.size() < CLIENT_PEERS ? choice.any(usable) : null;
      return any == null ? null : attempt(any, PeerReason.CLIENT, now);
    }
    // Whoever is asked for these reasons must accept, also if it has redirected us.
    Predicate<NodeRecord> bound = record -> usable(record, now) || hasRedirected(record, now);
    NodeRecord near = choice.near(bound);
    if (near != null) {
      return attempt(near, PeerReason.NEAR, now);
    }
    NodeRecord watcher = choice.watcher(bound);
    return watcher != null ? attempt(watcher, PeerReason.WATCH, now) : nextForBuckets(usable, now);
  }

  private @Nullable Attempt nextDetour(Predicate<NodeRecord> usable, long now) {
    for (Detour detour = detours.poll(); detour != null; detour = detours.poll()) {
      pending[detour.bucket]--;
      List<NodeRecord> ways = usableOf(detour.offered, usable);
      if (!ways.isEmpty() && lacking(detour.bucket) > 0) {
        NodeRecord next = ways.get(random.nextInt(ways.size()));
        boolean forced = detour.redirects >= REDIRECTS_MAX;
        return new Attempt(next, detour.bucket, PeerReason.BUCKET, forced, detour.redirects, now);
      }
    }
    return null;
  }

  /// The emptiest bucket first.
  private @Nullable Attempt nextForBuckets(Predicate<NodeRecord> usable, long now) {
    for (int lack = settings.peersPerBucket(); lack > 0; lack--) {
      for (int bucket = 0; bucket < contacts.depth(); bucket++) {
        if (lacking(bucket) == lack) {
          NodeRecord candidate = choice.inBucket(bucket, usable);
          if (candidate != null) {
            return attempt(candidate, PeerReason.BUCKET, now);
          }
          if (lack == settings.peersPerBucket()) {
            NodeRecord full = choice.inBucket(bucket, record -> hasRedirected(record, now));
            if (full != null) {
              return attempt(full, PeerReason.BUCKET, now).insisting(now);
            }
          }
        }
      }
    }
    return null;
  }

  private int lacking(int bucket) {
    return settings.peersPerBucket() - connections.peersInBucket(bucket) - pending[bucket];
  }

  private Attempt attempt(NodeRecord record, PeerReason reason, long now) {
    return new Attempt(record, self.commonPrefix(record.id()), reason, false, 0, now);
  }

  private boolean usable(NodeRecord record, long now) {
    Known known = contacts.find(record.id());
    return (known == null || known.shunnedUntil <= now) && isFree(record, now);
  }

  private boolean isFree(NodeRecord record, long now) {
    if (attempts.containsKey(record.name()) || record.id().equals(self)) {
      return false;
    }
    Connection connection = connections.get(record.name());
    return connection == null
        || (connection.member()
            && connection.relation.state() == PeerRelation.State.NONE
            && !connection.releasing(now));
  }

  /// Whether it is only because it has peers enough that it is not to be asked now: where there is
  /// nobody else it has to accept.
  private boolean hasRedirected(NodeRecord record, long now) {
    Known known = contacts.find(record.id());
    return known != null && known.shunnedUntil > now + Overlay.REFUSED_NANOS && isFree(record, now);
  }

  private static List<NodeRecord> usableOf(List<Contact> offered, Predicate<NodeRecord> usable) {
    List<NodeRecord> ways = new ArrayList<>(offered.size());
    for (Contact contact : offered) {
      if (usable.test(contact.record())) {
        ways.add(contact.record());
      }
    }
    return ways;
  }

  private void begin(Attempt attempt) {
    attempts.put(attempt.record.name(), attempt);
    pending[attempt.bucket]++;
  }

  private @Nullable Attempt finish(NodeName name) {
    Attempt attempt = attempts.remove(name);
    if (attempt != null) {
      pending[attempt.bucket]--;
      satisfied = false;
    }
    return attempt;
  }

  /// The other end of a new connection has introduced itself, and we have learned whom it knows: it
  /// is asked if we have a use for it now, whoever opened the connection and whatever for.
  void introduced(Connection connection, NodeRecord record, long now, Consumer<Wish> out) {
    satisfied = false;
    Attempt sought = finish(connection.name);
    if (!active
        || (settings.client() && sought == null)
        || !connection.member()
        || connection.relation.state() != PeerRelation.State.NONE) {
      return;
    }
    PeerReason reason = use(connection);
    if (reason == null && sought != null && sought.reason == PeerReason.WATCH) {
      reason = PeerReason.WATCH; // dialled for that, it would be let go and dialled again
    }
    if (reason != null) {
      Attempt attempt =
          sought != null && sought.reason == reason ? sought : attempt(record, reason, now);
      begin(attempt);
      ask(connection, attempt, now, out);
    }
  }

  private @Nullable PeerReason use(Connection connection) {
    if (settings.client()) {
      return PeerReason.CLIENT;
    }
    if (connection.fellowSeed()) {
      return PeerReason.SEED;
    }
    if (contacts.isNear(connection.id)) {
      return PeerReason.NEAR;
    }
    return lacking(connection.bucket) > 0 ? PeerReason.BUCKET : null;
  }

  private void ask(Connection connection, Attempt attempt, long now, Consumer<Wish> out) {
    connections.change(connection, attempt.reason, now, out, PeerRelation::request);
    out.accept(new Wish.Tell(connection.name, new PeerRequest(attempt.reason, attempt.forced)));
  }

  /// The other end asks.
  void requested(Connection asker, PeerRequest request, long now, Consumer<Wish> out) {
    PeerRedirected refusal = refusal(asker, request, now);
    connections.answer(
        asker, request.reason(), now, out, relation -> relation.heardRequest(refusal));
    if (asker.relation.stands()) {
      finish(asker.name);
    }
  }

  private @Nullable PeerRedirected refusal(Connection asker, PeerRequest request, long now) {
    if (settings.client()) {
      return new PeerRedirected(List.of());
    }
    if (asker.client()) {
      return connections.clients() < CLIENTS_MAX
          ? null
          : new PeerRedirected(contacts.sample(0, OFFERS_MAX, asker.id, random, now));
    }
    if (request.forced()
        || request.reason() != PeerReason.BUCKET
        || connections.peersInBucket(asker.bucket) < redirectAt) {
      return null;
    }
    List<Contact> deeper = contacts.sample(asker.bucket + 1, OFFERS_MAX, asker.id, random, now);
    return deeper.isEmpty() ? null : new PeerRedirected(deeper);
  }

  void accepted(Connection connection, long now, Consumer<Wish> out) {
    Attempt attempt = finish(connection.name);
    PeerReason reason = attempt == null ? PeerReason.BUCKET : attempt.reason;
    connections.change(connection, reason, now, out, PeerRelation::heardAccepted);
  }

  /// We were sent elsewhere, to contacts the caller has learned.
  void redirected(Connection from, List<Contact> offered, long now, Consumer<Wish> out) {
    Attempt attempt = finish(from.name);
    connections.change(from, PeerReason.BUCKET, now, out, PeerRelation::heardRedirected);
    if (attempt == null) {
      return;
    }
    redirects++;
    shun(from.id, now);
    if (attempt.forced || attempt.reason != PeerReason.BUCKET || lacking(attempt.bucket) <= 0) {
      return;
    }
    if (usableOf(offered, record -> usable(record, now)).isEmpty()) {
      Attempt forced = attempt.insisting(now);
      begin(forced);
      ask(from, forced, now, out);
    } else {
      detours.add(new Detour(attempt.bucket, attempt.redirects + 1, offered));
      pending[attempt.bucket]++;
    }
  }

  private void shun(NodeId id, long now) {
    Known known = contacts.find(id);
    if (known != null) {
      known.shunnedUntil = now + SHUN_NANOS;
    }
  }

  /// The node cannot be reached, or its connection is gone.
  void lost(NodeName name) {
    finish(name);
    satisfied = false;
  }

  /// A connection to that node broke.
  void broke(NodeId lost, long now) {
    lull.begin(lost, now);
  }

  /// Before that no new peers are sought; {@code Long.MIN_VALUE} if they may be now.
  long lullUntil() {
    return lull.until();
  }

  void timer(long now) {
    lull.timer(now);
  }

  long nextDeadline() {
    return lull.nextDeadline();
  }

  /// Gives up attempts that have had no outcome for too long.
  void expire(long now) {
    satisfied = false;
    for (Iterator<Attempt> each = attempts.values().iterator(); each.hasNext(); ) {
      Attempt attempt = each.next();
      if (now - attempt.startedAt > ATTEMPT_NANOS) {
        each.remove();
        pending[attempt.bucket]--;
      }
    }
  }
}
