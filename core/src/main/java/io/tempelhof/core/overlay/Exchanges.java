package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.overlay.OverlayMessage.Exchange;
import io.tempelhof.core.overlay.OverlayMessage.Exchanged;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Neighbours tell each other whom they know: every 10 s, and more often after a join and after the
/// loss of one of them, we ask one of our closest for its contacts closest to us and for some in
/// every bucket where we know too few (the <em>fill</em>). Without the fill a node whose neighbours
/// also lack a bucket stays without it for ever.
final class Exchanges {
  static final int NEAR_MAX = 16;
  static final int FILL_PER_BUCKET = 3;
  static final int COPY_PER_BUCKET = 8;
  static final int ANSWER_MAX = 192;
  static final long INTERVAL_NANOS = 10_000_000_000L;

  /// After a join or a loss: 1, 2, 4 and 8 s after it.
  private static final long[] FIRST_NANOS = {
    1_000_000_000L, 1_000_000_000L, 2_000_000_000L, 4_000_000_000L
  };

  /// Soon after one of the closest was lost, that many of the rest are asked: not at once, for they
  /// may know as little of its end as we.
  static final int ASKED_AFTER_LOSS = 2;

  static final long AFTER_LOSS_NANOS = 500_000_000L;

  /// The first of the two rounds after a loss in which so many are asked.
  private static final int AFTER_LOSS = -2;

  private final Contacts contacts;
  private final Connections connections;
  private final RandomGenerator random;
  private int round;
  private long nextAt = Long.MAX_VALUE;

  Exchanges(Contacts contacts, Connections connections, RandomGenerator random) {
    this.contacts = contacts;
    this.connections = connections;
    this.random = random;
  }

  /// The node has joined: the quick first rounds begin.
  void begin(long now) {
    round = 0;
    nextAt = now + FIRST_NANOS[0];
  }

  void end() {
    nextAt = Long.MAX_VALUE;
  }

  long nextDeadline() {
    return nextAt;
  }

  void timer(long now, Consumer<Wish> out) {
    if (now < nextAt) {
      return;
    }
    askNeighbours(round < 0 ? ASKED_AFTER_LOSS : 1, out);
    round++;
    nextAt =
        now
            + (round < FIRST_NANOS.length
                ? FIRST_NANOS[Math.max(0, round)]
                : INTERVAL_NANOS * (80 + random.nextInt(41)) / 100);
  }

  /// One of the closest is gone. Others may have lost theirs and learn whom they have instead only
  /// by and by.
  void neighbourLost(long now) {
    if (nextAt != Long.MAX_VALUE) {
      round = AFTER_LOSS;
      nextAt = Math.min(nextAt, now + AFTER_LOSS_NANOS);
    }
  }

  private void askNeighbours(int count, Consumer<Wish> out) {
    List<Connection> asked =
        connections.pick(count, peer -> peer.carriesQueries() && contacts.isNear(peer.id), random);
    if (asked.isEmpty()) {
      asked = connections.pick(count, Connection::carriesQueries, random);
    }
    for (Connection peer : asked) {
      peer.questions++;
      out.accept(new Wish.Tell(peer.name, new Exchange(NEAR_MAX, FILL_PER_BUCKET, lacking())));
    }
  }

  private BucketSet lacking() {
    long low = -1;
    long high = -1;
    for (int bucket = 0; bucket < contacts.depth(); bucket++) {
      if (contacts.inBucket(bucket).size() >= FILL_PER_BUCKET) {
        if (bucket < Long.SIZE) {
          low &= ~(1L << bucket);
        } else {
          high &= ~(1L << bucket);
        }
      }
    }
    return new BucketSet(low, high);
  }

  /// What a newcomer asks its two closest: everything.
  static Exchange copy() {
    return new Exchange(NEAR_MAX, COPY_PER_BUCKET, BucketSet.ALL);
  }

  /// Another node asks.
  Exchanged answer(NodeId asker, Exchange question, long now) {
    int near = Math.clamp(question.near(), 0, NEAR_MAX);
    int perBucket = Math.clamp(question.perBucket(), 0, COPY_PER_BUCKET);
    List<Contact> answer = new ArrayList<>(contacts.closest(asker, near, asker, now));
    int listed = answer.size();
    byte[] given = new byte[NodeId.BITS];
    for (int bucket = 0; bucket < contacts.depth(); bucket++) {
      List<Known> members = contacts.inBucket(bucket);
      int offset = members.isEmpty() ? 0 : random.nextInt(members.size());
      for (int i = 0; i < members.size() && answer.size() < ANSWER_MAX; i++) {
        Known known = members.get((offset + i) % members.size());
        int its = asker.commonPrefix(known.id());
        if (its < NodeId.BITS
            && given[its] < perBucket
            && question.lacking().contains(its)
            && known.mayBePassedOn()
            && !listed(answer, listed, known.record)) {
          given[its]++;
          answer.add(Contacts.contact(known, now));
        }
      }
    }
    return new Exchanged(answer);
  }

  private static boolean listed(List<Contact> answer, int count, NodeRecord record) {
    for (int i = 0; i < count; i++) {
      if (answer.get(i).record().id().equals(record.id())) {
        return true;
      }
    }
    return false;
  }
}
