package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.News;
import io.tempelhof.core.overlay.OverlayMessage.Notices;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Tells everybody of a death or a departure, along the prefix tree: to {@value #DELEGATES} peers
/// in each bucket, who pass it on within their sub-tree. A copy that comes with a smaller depth
/// than before serves the buckets not served yet; otherwise it is a duplicate. What is told to one
/// peer within 50 ms travels together; where many die at once, within up to 200 ms.
///
/// Of several witnesses one starts at once; the others wait for {@value #PATIENCE_MILLIS} ms
/// whether they see its notice come.
final class Broadcast {
  static final int DELEGATES = 2;
  static final int REMEMBERED_MAX = 4_096;
  static final int PATIENCE_MILLIS = 200;
  static final int WAITING_MAX = 4_096;
  static final long BATCH_NANOS = 50_000_000L;
  static final long BATCH_MAX_NANOS = 200_000_000L;
  private static final long PATIENCE_NANOS = PATIENCE_MILLIS * 1_000_000L;

  /// What is to be told to one peer, not before that time.
  private static final class Batch {
    final List<Pending> pending = new ArrayList<>(2);
    long pause = BATCH_NANOS;
    long notBefore;
  }

  private record Pending(Notice notice, long at, int depth) {}

  private record Waiting(Notice notice, long at, long until) {}

  private final Contacts contacts;
  private final Connections connections;
  private final RandomGenerator random;
  private final Map<NodeName, Batch> batches = new LinkedHashMap<>(0);
  private final List<Waiting> waiting = new ArrayList<>(0);

  /// The smallest depth each event was served for.
  private final Map<Long, Integer> served =
      new LinkedHashMap<>(0) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

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
  void witness(Notice notice, boolean first, long at, long now, Consumer<Wish> out) {
    if (first) {
      serve(notice, at, 0, now, out);
    } else if (waiting.size() < WAITING_MAX) {
      waiting.add(new Waiting(notice, at, now + PATIENCE_NANOS));
      nextDeadline = Math.min(nextDeadline, now + PATIENCE_NANOS);
    }
  }

  /// A notice has come, news or not.
  void heard(Notice notice, long at, int depth, long now, Consumer<Wish> out) {
    if (depth < NodeId.BITS) {
      serve(notice, at, depth, now, out);
    }
  }

  /// We were cut off: what we witnessed and have not told yet is no news, or false.
  void forgetUntold() {
    waiting.clear();
    batches.values().forEach(batch -> batch.pending.clear());
  }

  private void serve(Notice notice, long at, int depth, long now, Consumer<Wish> out) {
    int from = Math.max(0, depth);
    int until = served.getOrDefault(notice.id(), contacts.depth());
    if (from >= until && served.containsKey(notice.id())) {
      duplicates++;
      return;
    }
    served.put(notice.id(), from);
    for (int bucket = from; bucket < until; bucket++) {
      for (Connection delegate : delegates(bucket, notice.node().id())) {
        tell(delegate.name, new Pending(notice, at, bucket + 1), now, out);
      }
    }
  }

  /// Those of whom nothing bad is known first.
  private List<Connection> delegates(int bucket, NodeId subject) {
    List<Connection> delegates =
        connections.pick(DELEGATES, peer -> !peer.quiet() && serves(peer, bucket, subject), random);
    if (delegates.size() < DELEGATES) {
      delegates.addAll(
          connections.pick(
              DELEGATES - delegates.size(),
              peer -> peer.quiet() && serves(peer, bucket, subject),
              random));
    }
    return delegates;
  }

  private static boolean serves(Connection peer, int bucket, NodeId subject) {
    return peer.bucket == bucket && peer.carriesQueries() && !peer.id.equals(subject);
  }

  private void tell(NodeName to, Pending news, long now, Consumer<Wish> out) {
    Batch batch = batches.computeIfAbsent(to, name -> new Batch());
    batch.pending.add(news);
    if (now >= batch.notBefore) {
      flush(to, batch, now, out);
    }
    nextDeadline = Math.min(nextDeadline, batch.notBefore);
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
    sent += batch.pending.size();
    batch.pending.clear();
    batch.notBefore = now + batch.pause;
    batch.pause = Math.min(2 * batch.pause, BATCH_MAX_NANOS);
  }

  void timer(long now, Consumer<Wish> out) {
    if (now < nextDeadline) {
      return;
    }
    nextDeadline = Long.MAX_VALUE;
    List<Waiting> due = new ArrayList<>();
    waiting.removeIf(each -> now >= each.until && due.add(each));
    for (Waiting each : due) {
      if (!served.containsKey(each.notice.id())) {
        serve(each.notice, each.at, 0, now, out);
      }
    }
    for (Waiting each : waiting) {
      nextDeadline = Math.min(nextDeadline, each.until);
    }
    for (Iterator<Map.Entry<NodeName, Batch>> each = batches.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<NodeName, Batch> entry = each.next();
      Batch batch = entry.getValue();
      if (now >= batch.notBefore) {
        if (batch.pending.isEmpty()) {
          each.remove();
          continue;
        }
        flush(entry.getKey(), batch, now, out);
      }
      nextDeadline = Math.min(nextDeadline, batch.notBefore);
    }
  }

  long nextDeadline() {
    return nextDeadline;
  }
}
