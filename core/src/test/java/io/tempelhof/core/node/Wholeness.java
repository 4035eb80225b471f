package io.tempelhof.core.node;

import io.tempelhof.core.association.Role;
import io.tempelhof.core.node.VirtualNetwork.Host;
import io.tempelhof.core.overlay.NodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What holds of a whole overlay, judged by what the network sees.
record Wholeness(
    int bucketsWithoutPeer,
    int nodesWithoutNeighbour,
    int oneSided,
    double peersMean,
    int peersMax) {

  boolean whole() {
    return bucketsWithoutPeer == 0 && nodesWithoutNeighbour == 0 && oneSided == 0;
  }

  static Wholeness of(VirtualNetwork network) {
    List<Host> live = network.live();
    live.sort((a, b) -> {
      NodeId x = a.record.id();
      NodeId y = b.record.id();
      int high = Long.compareUnsigned(x.high(), y.high());
      return high != 0 ? high : Long.compareUnsigned(x.low(), y.low());
    });
    int holes = 0;
    int lonely = 0;
    int oneSided = 0;
    long peers = 0;
    int max = 0;
    for (int i = 0; i < live.size(); i++) {
      Host host = live.get(i);
      NodeId id = host.record.id();
      Set<Integer> covered = new HashSet<>();
      Set<NodeId> connected = new HashSet<>();
      int degree = 0;
      for (var entry : host.lines.entrySet()) {
        if (host.role(entry.getKey()) != Role.DIRECT) {
          Host other = network.host(entry.getKey().toString());
          NodeId its = other.record.id();
          degree++;
          connected.add(its);
          covered.add(id.commonPrefix(its));
          if (other.role(host.name()) == Role.DIRECT) {
            oneSided++;
          }
        }
      }
      peers += degree;
      max = Math.max(max, degree);
      for (int bucket : bucketsOf(live, i)) {
        holes += covered.contains(bucket) ? 0 : 1;
      }
      for (NodeId near : nearest(live, i, 5)) {
        if (!connected.contains(near)) {
          lonely++;
          break;
        }
      }
    }
    return new Wholeness(holes, lonely, oneSided, (double) peers / live.size(), max);
  }

  /// The buckets that are not empty: in sorted order each is a contiguous run, and each run's
  /// nearest member differs in commonPrefix from the next.
  private static Set<Integer> bucketsOf(List<Host> sorted, int at) {
    NodeId id = sorted.get(at).record.id();
    Set<Integer> buckets = new HashSet<>();
    for (int direction = -1; direction <= 1; direction += 2) {
      int i = at + direction;
      while (i >= 0 && i < sorted.size()) {
        int bucket = id.commonPrefix(sorted.get(i).record.id());
        buckets.add(bucket);
        int step = 1;
        int j = i;
        while (j + direction * step >= 0
            && j + direction * step < sorted.size()
            && id.commonPrefix(sorted.get(j + direction * step).record.id()) == bucket) {
          j += direction * step;
          step *= 2;
        }
        while (step > 0) {
          int k = j + direction * step;
          if (k >= 0 && k < sorted.size() && id.commonPrefix(sorted.get(k).record.id()) == bucket) {
            j = k;
          } else {
            step /= 2;
          }
        }
        i = j + direction;
      }
    }
    return buckets;
  }

  private static List<NodeId> nearest(List<Host> sorted, int at, int count) {
    NodeId id = sorted.get(at).record.id();
    int reach = 64;
    List<NodeId> window = new ArrayList<>();
    for (int i = Math.max(0, at - reach); i < Math.min(sorted.size(), at + reach + 1); i++) {
      if (i != at) {
        window.add(sorted.get(i).record.id());
      }
    }
    window.sort(id::compareDistance);
    return window.subList(0, Math.min(count, window.size()));
  }
}
