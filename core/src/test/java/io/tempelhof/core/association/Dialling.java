package io.tempelhof.core.association;

import java.util.ArrayList;
import java.util.List;

/// How connections come about in a {@link FaultyNetwork}: an attempt takes a while, may fail, and
/// may meet one from the other end. Then that of the greater name survives, as in the handshake;
/// now and then the rule does not hold, as far as the faults allow. A node makes one attempt to
/// another at a time: it answers all its wishes.
final class Dialling {
  private static final long DIAL_NANOS = 7_000_000_000L;

  private final FaultyNetwork network;
  private final List<Attempt> attempts = new ArrayList<>();
  private long pipes;

  Dialling(FaultyNetwork network) {
    this.network = network;
  }

  /// @param wish which of the site's wishes for a connection is to be fulfilled, 0 for none
  void dial(Site from, Site to, long wish) {
    boolean byway = network.happens(network.faults().byways());
    network.at(network.now() + network.latency(), () -> new Attempt(from, to, wish, byway).begin());
  }

  /// By way of other nodes.
  void takeByway(Site from, Site to, long wish) {
    network.at(network.now() + network.latency(), () -> new Attempt(from, to, wish, true).begin());
  }

  private final class Attempt {
    private final Site from;
    private final Site to;
    private long wish;
    private final boolean byway;
    private Pipe pipe;

    Attempt(Site from, Site to, long wish, boolean byway) {
      this.from = from;
      this.to = to;
      this.wish = wish;
      this.byway = byway;
    }

    void begin() {
      if (isMoot()) {
        return;
      }
      Attempt earlier = underWay();
      if (earlier != null) {
        earlier.adopt(wish);
        return;
      }
      long now = network.now();
      if (network.happens(network.faults().dialFails())) {
        network.at(now + network.random().nextLong(DIAL_NANOS), this::fail);
      } else {
        attempts.add(this);
        network.at(now + network.latency(), this::arrive);
      }
    }

    private Attempt underWay() {
      attempts.removeIf(Attempt::isOver);
      return attempts.stream()
          .filter(a -> a.from.equals(from) && a.to.equals(to))
          .findAny()
          .orElse(null);
    }

    private void adopt(long later) {
      wish = Math.max(wish, later);
      if (pipe != null) {
        pipe.wish = wish;
      }
    }

    /// Whether the site has been answered otherwise.
    private boolean isMoot() {
      return wish != 0 && !from.isAwaiting(to, wish);
    }

    private void fail() {
      attempts.remove(this);
      from.unreachable(to, wish, !byway && network.happens(0.5));
    }

    private void arrive() {
      if (!attempts.contains(this)) {
        return; // the other end's has survived
      }
      if (!byway && !network.happens(network.faults().bothThrough()) && !survives()) {
        return;
      }
      pipe = new Pipe(network, ++pipes, from, to, true, wish);
      pipe.other = new Pipe(network, ++pipes, to, from, false, 0);
      pipe.other.other = pipe;
      pipe.byway = byway;
      pipe.other.byway = byway;
      from.add(pipe);
      to.add(pipe.other);
      pipe.other.acknowledge();
      network.at(
          network.now() + DIAL_NANOS,
          () -> {
            attempts.remove(this);
            pipe.dialTimesOut();
          });
    }

    private boolean survives() {
      attempts.removeIf(Attempt::isOver);
      List<Attempt> crossed =
          attempts.stream().filter(a -> a.from.equals(to) && a.to.equals(from)).toList();
      if (!crossed.isEmpty() && from.name().compareTo(to.name()) < 0) {
        attempts.remove(this);
        network.at(network.now() + DIAL_NANOS, this::fail);
        return false;
      }
      if (isMoot()) {
        attempts.remove(this);
        return false;
      }
      crossed.forEach(Attempt::cancel);
      return true;
    }

    private boolean isOver() {
      return pipe != null && !pipe.isShakingHands();
    }

    private void cancel() {
      attempts.remove(this);
      if (pipe != null) {
        pipe.shut();
      }
    }
  }
}
