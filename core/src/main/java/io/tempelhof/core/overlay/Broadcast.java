package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.News;
import io.tempelhof.core.overlay.OverlayMessage.Notices;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Tells everybody of a death or a departure, along the prefix tree: a witness tells {@value
/// #DELEGATES} peers in each bucket, and each of them one in each bucket of its sub-tree. A copy
/// that comes with a smaller depth than before serves the buckets not served yet; otherwise it is a
/// duplicate. What is told to one peer within 50 ms travels together; where many die at once,
/// within up to 200 ms; but {@value #MANY} notices that have come are passed on at once. A bucket
/// in which there is nobody to tell is served by a peer beyond it. What a JVM was told while its
/// sockets were being closed is told to nobody else: so those in the failure domain of the dead are
/// no better than nobody, and told only beside another one.
///
/// Of several witnesses one starts at once; the others wait for {@value #PATIENCE_MILLIS} ms
/// whether they see its notice come.
///
/// Where many nodes of a failure domain die together every one has another witness, and what starts
/// in many places travels in many small messages. So such a notice first goes to the node closest
/// to that domain's {@link FailureDomain#place}, greedily, and it is that one that starts: a few
/// large messages reach everybody sooner than many small ones. A witness that has not seen its
/// notice come {@value #GATHERED_MILLIS} ms later starts itself.
final class Broadcast {
  static final int DELEGATES = 2;
  static final int PATIENCE_MILLIS = 200;
  static final int GATHERED_MILLIS = 1_000;

  /// In place of a depth: to be passed on towards where its failure domain's deaths are gathered.
  static final int GATHER = NodeId.BITS + 1;

  /// Of what others started, so many do not wait for more.
  static final int MANY = 8;

  static final int WAITING_MAX = 4_096;
  static final long BATCH_NANOS = 50_000_000L;
  static final long BATCH_MAX_NANOS = 200_000_000L;
  private static final long NEW = Long.MIN_VALUE;
  private static final long AT_ONCE = NEW + 1;
  private static final int RANKS = 4;
  private static final long PATIENCE_NANOS = PATIENCE_MILLIS * 1_000_000L;
  private static final long GATHERED_NANOS = GATHERED_MILLIS * 1_000_000L;

  /// What is to be told to one peer, not before that time.
  static final class Batch {
    private final List<Pending> pending = new ArrayList<>(2);
    private long pause = BATCH_NANOS;
    private long notBefore = NEW;

    private boolean isNew() {
      return notBefore == NEW;
    }
  }

  private record Pending(Notice notice, long at, int depth) {}

  private record Waiting(Notice notice, boolean gathered, long at, long until) {}

  private final Contacts contacts;
  private final Connections connections;
  private final RandomGenerator random;

  /// Those who are being told something: they have a batch.
  private final List<Connection> told = new ArrayList<>(0);

  private final List<Waiting> waiting = new ArrayList<>(0);

  private final Served served = new Served();

  /// When something was told last.
  private long toldAt = Long.MIN_VALUE / 2;

  private long nextDeadline = Long.MAX_VALUE;
  private long sent;
  private long duplicates;

  Broadcast(Contacts contacts, Connections connections, RandomGenerator random) {
    this.contacts = contacts;
    this.connections = connections;
    this.random = random;
  }

  /// How many copies of notices were sent.
  long sent() {
    return sent;
  }

  /// How many came that had nothing more to serve.
  long duplicates() {
    return duplicates;
  }

  /// This node is a witness of an event.
  ///
  /// @param first it starts; otherwise another one is expected to
  /// @param gathered others of its failure domain die at the same time
  void witness(Notice notice, boolean first, boolean gathered, long at, long now) {
    if (first) {
      start(notice, gathered, at, now);
    } else if (waiting.size() < WAITING_MAX) {
      await(new Waiting(notice, gathered, at, now + PATIENCE_NANOS));
    }
  }

  private void await(Waiting witnessed) {
    waiting.add(witnessed);
    nextDeadline = Math.min(nextDeadline, witnessed.until);
  }

  private void start(Notice notice, boolean gathered, long at, long now) {
    if (gathered && waiting.size() < WAITING_MAX && gather(notice, at)) {
      await(new Waiting(notice, false, at, now + GATHERED_NANOS));
    } else {
      serve(notice, at, 0);
    }
  }

  /// @return false if we are where it is gathered, or know nobody closer
  private boolean gather(Notice notice, long at) {
    NodeId place = notice.node().domain().place();
    NodeId best = contacts.self();
    Connection next = null;
    for (Connection peer : connections.open()) {
      if (place.compareDistance(peer.id, best) < 0
          && !peer.quiet()
          && !peer.isIn(notice.node().domain())
          && serves(peer, notice.node().id())) {
        best = peer.id;
        next = peer;
      }
    }
    if (next != null) {
      tell(next, new Pending(notice, at, GATHER), 1);
    }
    return next != null;
  }

  /// Whether this is not the first copy of a notice that came along the tree.
  boolean isAnotherCopy(News news) {
    return news.depth() < NodeId.BITS && knows(news.notice());
  }

  /// A notice has come, news or not.
  void heard(Notice notice, long at, int depth) {
    if (depth < NodeId.BITS) {
      serve(notice, at, depth);
    } else if (depth == GATHER && !knows(notice) && !gather(notice, at)) {
      serve(notice, at, 0);
    }
  }

  /// Whether it has come along the tree, or was started here.
  private boolean knows(Notice notice) {
    return served.depth(notice.id()) != Served.NEVER;
  }

  /// We were cut off: what we witnessed and have not told yet is no news, or false.
  void forgetUntold() {
    waiting.clear();
    told.forEach(peer -> batch(peer).pending.clear());
  }

  private void serve(Notice notice, long at, int depth) {
    int from = Math.max(0, depth);
    int before = served.depth(notice.id());
    if (before != Served.NEVER && from >= before) {
      duplicates++;
      return;
    }
    int until = before == Served.NEVER ? contacts.depth() : before;
    served.put(notice.id(), from);
    NodeRecord subject = notice.node();
    boolean passedOn = depth > 0;
    int enough = passedOn ? MANY : Integer.MAX_VALUE;
    int hole = until;
    boolean nobody = false;
    for (int bucket = until - 1; bucket >= from; bucket--) {
      List<Connection> delegates =
          delegates(passedOn ? 1 : DELEGATES, connections.inBucket(bucket), subject);
      boolean reliably = false;
      for (Connection delegate : delegates) {
        tell(delegate, new Pending(notice, at, bucket + 1), enough);
        reliably |= !delegate.isIn(subject.domain());
      }
      if (!reliably && !contacts.inBucket(bucket).isEmpty()) {
        hole = bucket;
        nobody |= delegates.isEmpty();
      }
    }
    if (hole < until) {
      fill(new Pending(notice, at, hole), enough, nobody);
    }
  }

  /// We have nobody to rely on in a bucket, nor perhaps in deeper ones: for any peer beyond, that
  /// sub-tree is the same bucket. It serves all from there on again.
  ///
  /// @param nobody there is none at all: anybody beyond will do
  private void fill(Pending news, int enough, boolean nobody) {
    NodeRecord subject = news.notice.node();
    List<Connection> beyond =
        connections.open().stream()
            .filter(peer -> peer.bucket > news.depth)
            .filter(peer -> nobody || !peer.isIn(subject.domain()))
            .toList();
    for (Connection delegate : delegates(1, beyond, subject)) {
      tell(delegate, news, enough);
    }
  }

  /// Those of whom nothing bad is known first, and of them those who are being told of something
  /// else: what goes to the same peers travels together.
  private List<Connection> delegates(int count, List<Connection> of, NodeRecord subject) {
    List<Connection> delegates = List.of();
    for (int rank = 0; rank < RANKS && delegates.size() < count; rank++) {
      int wanted = rank;
      List<Connection> more =
          Connections.pick(
              of,
              count - delegates.size(),
              peer -> rank(peer, subject) == wanted && serves(peer, subject.id()),
              random);
      if (delegates.isEmpty()) {
        delegates = more;
      } else {
        delegates.addAll(more);
      }
    }
    return delegates;
  }

  private static int rank(Connection peer, NodeRecord subject) {
    if (peer.quiet()) {
      return RANKS - 1;
    }
    if (peer.isIn(subject.domain())) {
      return RANKS - 2;
    }
    return peer.batch != null ? 0 : 1;
  }

  private static boolean serves(Connection peer, NodeId subject) {
    return peer.carriesQueries() && !peer.id.equals(subject);
  }

  /// @param enough when so many are to be told to it, more is not waited for
  private void tell(Connection to, Pending news, int enough) {
    Batch batch = to.batch;
    if (batch == null) {
      batch = new Batch();
      to.batch = batch;
      told.add(to);
    }
    batch.pending.add(news);
    if (batch.pending.size() >= enough) {
      batch.notBefore = AT_ONCE;
    }
    nextDeadline = Math.min(nextDeadline, batch.notBefore);
  }

  private static Batch batch(Connection peer) {
    return Objects.requireNonNull(peer.batch, "being told, yet without a batch");
  }

  private void flush(NodeName to, Batch batch, long now, Consumer<Wish> out) {
    List<News> news = new ArrayList<>(batch.pending.size());
    for (Pending each : batch.pending) {
      news.add(EventLog.news(each.notice, each.at, each.depth, now));
      if (news.size() == OverlayMessage.NEWS_MAX) {
        out.accept(new Wish.Tell(to, new Notices(List.copyOf(news))));
        news.clear();
      }
    }
    if (!news.isEmpty()) {
      out.accept(new Wish.Tell(to, new Notices(List.copyOf(news))));
    }
    toldAt = now;
    sent += batch.pending.size();
    batch.pending.clear();
    batch.notBefore = now + batch.pause;
    batch.pause = Math.min(2 * batch.pause, BATCH_MAX_NANOS);
  }

  /// Sends what is due: to a peer that was told nothing lately, at once.
  void timer(long now, Consumer<Wish> out) {
    if (now < nextDeadline) {
      return;
    }
    List<Waiting> due = new ArrayList<>();
    waiting.removeIf(each -> now >= each.until && due.add(each));
    for (Waiting each : due) {
      if (!knows(each.notice)) {
        start(each.notice, each.gathered, each.at, now);
      }
    }
    nextDeadline = Long.MAX_VALUE;
    for (Waiting each : waiting) {
      nextDeadline = Math.min(nextDeadline, each.until);
    }
    told.removeIf(peer -> isOver(peer, now));
    for (Connection peer : told) {
      Batch batch = batch(peer);
      if (batch.isNew() && toldAt < now && now - toldAt < BATCH_NANOS) {
        batch.notBefore = toldAt + BATCH_NANOS; // more may come, as it has for others
      }
      if (now >= batch.notBefore) {
        flush(peer.name, batch, now, out);
      }
      nextDeadline = Math.min(nextDeadline, batch.notBefore);
    }
  }

  /// It has been told everything, and nothing more has come meanwhile; or it is gone.
  private boolean isOver(Connection peer, long now) {
    Batch batch = batch(peer);
    boolean over = batch.pending.isEmpty() && now >= batch.notBefore;
    if (over || connections.get(peer.name) != peer) {
      peer.batch = null;
      return true;
    }
    return false;
  }

  long nextDeadline() {
    return nextDeadline;
  }
}
