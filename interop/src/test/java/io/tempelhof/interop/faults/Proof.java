package io.tempelhof.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.interop.faults.Fault.Way;
import io.tempelhof.interop.faults.Report.Datagrams;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// Proves by plain datagrams that the network is as faulty as it is said to be, no more and no
/// less.
final class Proof {
  private static final int DATAGRAMS = 50;
  private static final int SHORT_BYTES = 10;
  private static final int LONG_BYTES = 1_200;

  /// How long datagrams may be on their way; those that are longer count as lost.
  private static final long WAIT_NANOS = 300_000_000L;

  private final Network network;
  private final Cluster cluster;

  /// @param cluster whose outposts send and count; all must answer
  Proof(Network network, Cluster cluster) {
    this.network = network;
    this.cluster = cluster;
  }

  /// None of these faults is there, nor any other.
  void without(List<Fault> faults) throws InterruptedException {
    stopsAndLoses(List.of());
    for (Fault fault : faults) {
      if (fault instanceof Fault.Slow(String host, int kilobits)) {
        assertThat(rate(host)).as("bits per second to %s", host).isGreaterThan(5_000.0 * kilobits);
      }
    }
  }

  /// These faults are there and no others.
  void with(List<Fault> faults) throws InterruptedException {
    stopsAndLoses(faults);
    for (Fault fault : faults) {
      if (fault instanceof Fault.Slow(String host, int kilobits)) {
        assertThat(rate(host)).as("bits per second to %s", host).isBetween(1.0, 1_500.0 * kilobits);
      }
    }
  }

  private void stopsAndLoses(List<Fault> faults) throws InterruptedException {
    Map<Way, Datagrams> heard = sound(network.ways(), SHORT_BYTES);
    long sent = 0;
    long came = 0;
    for (Map.Entry<Way, Datagrams> one : heard.entrySet()) {
      boolean stopped = faults.stream().anyMatch(fault -> fault.stops(one.getKey()));
      int count = one.getValue().count();
      assertThat(count == 0).as("stopped: %s of %s", one, heard).isEqualTo(stopped);
      sent += stopped ? 0 : DATAGRAMS;
      came += count;
    }
    int percent = 0;
    for (Fault fault : faults) {
      percent += fault instanceof Fault.Loss(int of) ? of : 0;
    }
    assertThat(100.0 * (sent - came) / sent)
        .as("percent lost of %d datagrams: %s", sent, heard)
        .isBetween(percent / 3.0, 2.0 * percent + 1);
  }

  /// How many bits reach that host in a second, from where it is best reached; what may come at
  /// once is left out.
  private double rate(String host) throws InterruptedException {
    double best = 0;
    for (Way way : network.ways().stream().filter(way -> way.to().equals(host)).toList()) {
      Datagrams heard = sound(List.of(way), LONG_BYTES).get(way);
      long bytes = Math.max(0, heard.bytes() - Network.BURST_BYTES);
      best = Math.max(best, 8e9 * bytes / Math.max(1, heard.spanNanos()));
    }
    return best;
  }

  /// What comes of datagrams sent along these ways, one after the other.
  private Map<Way, Datagrams> sound(List<Way> ways, int bytes) throws InterruptedException {
    for (String host : network.hosts()) {
      heard(host);
    }
    for (Way way : ways) {
      OutpostJvm from = cluster.outpost(way.from());
      from.order(new Order.Sound(network.address(way.to()), DATAGRAMS, bytes));
      from.answer(Report.Done.class);
    }
    LockSupport.parkNanos(WAIT_NANOS);
    Map<Way, Datagrams> all = new LinkedHashMap<>();
    for (String host : network.hosts()) {
      Map<String, Datagrams> byAddress = heard(host);
      for (Way way : ways) {
        if (way.to().equals(host)) {
          all.put(way, byAddress.getOrDefault(network.address(way.from()), Datagrams.NONE));
        }
      }
    }
    return all;
  }

  private Map<String, Datagrams> heard(String host) throws InterruptedException {
    OutpostJvm outpost = cluster.outpost(host);
    outpost.order(new Order.Listen());
    return outpost.answer(Report.Heard.class).byAddress();
  }
}
