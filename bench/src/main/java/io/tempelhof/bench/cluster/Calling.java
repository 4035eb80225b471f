package io.tempelhof.bench.cluster;

import io.tempelhof.bench.ends.Echo;
import io.tempelhof.net.Node;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.behaviour.StartException;
import io.tempelhof.runtime.server.Server;
import io.tempelhof.runtime.server.ServerRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// Every node calls a server on {@value ClusterPlan#PARTNERS} others by turns, {@value
/// ClusterPlan#CALLS} times a second. A call counts from when it was due, so that one that is late
/// because the one before was slow counts as slow too.
final class Calling {
  private static final String ECHO = "bench_echo";
  private static final long EVERY_NANOS = 1_000_000_000L / ClusterPlan.CALLS;

  private Calling() {}

  /// Starts the server that others call.
  static void serve(Node node) {
    try {
      Server.of(Echo.Say.class, _ -> new Echo()).named(ECHO).start(node.processes());
    } catch (StartException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @return median and 99th percentile of all calls, in microseconds
  static String run(List<Node> nodes, double seconds) {
    List<CompletableFuture<long[]>> all = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < nodes.size(); i++) {
      CompletableFuture<long[]> times = new CompletableFuture<>();
      all.add(times);
      List<ServerRef<Echo.Say>> partners = partners(nodes, i);
      long due = begin + i * EVERY_NANOS / nodes.size();
      nodes
          .get(i)
          .spawn(self -> {
            try {
              times.complete(call(self, partners, due, (int) (seconds * ClusterPlan.CALLS)));
            } catch (RuntimeException e) {
              times.completeExceptionally(e);
            }
          });
    }
    long[] sorted =
        all.stream().map(CompletableFuture::join).flatMapToLong(Arrays::stream).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%.1f %.1f",
        sorted[sorted.length / 2] / 1e3,
        sorted[(int) (sorted.length * 0.99)] / 1e3);
  }

  private static List<ServerRef<Echo.Say>> partners(List<Node> nodes, int of) {
    int stride = Math.max(1, (nodes.size() - 1) / ClusterPlan.PARTNERS);
    List<ServerRef<Echo.Say>> partners = new ArrayList<>();
    for (int i = 1; i <= Math.min(ClusterPlan.PARTNERS, nodes.size() - 1); i++) {
      Node partner = nodes.get((of + stride * i) % nodes.size());
      partners.add(ServerRef.to(Echo.Say.class, ECHO, partner.name()));
    }
    return partners;
  }

  private static long[] call(Self self, List<ServerRef<Echo.Say>> partners, long first, int calls) {
    long[] times = new long[calls];
    long due = first;
    for (int i = 0; i < calls; i++) {
      LockSupport.parkNanos(due - System.nanoTime());
      partners.get(i % partners.size()).call(self, new Echo.Say(i));
      times[i] = System.nanoTime() - due;
      due += EVERY_NANOS;
    }
    return times;
  }
}
