package io.tempelhof.bench.cluster;

import io.tempelhof.bench.ends.OurEnd;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Counter;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.NodeStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// The main class of ours: one node of a cluster, or many of them. Arguments: the first node's
/// name, the cookie, the port of EPMD, and how many nodes. All are called {@code m1@127.0.0.1} and
/// so on.
final class ClusterMember {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /// A hundred JVMs that look at all their connections should do so rarely.
  private static final long LOOK_AT_ALL_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<Node> nodes;
  private final int first;
  private final CountDownLatch joined;

  private ClusterMember(List<Node> nodes) {
    this.nodes = nodes;
    this.first = number(nodes.getFirst().name());
    this.joined = new CountDownLatch(nodes.size());
    for (Node node : nodes) {
      Calling.serve(node);
      node.onEvent(event -> {
        if (event instanceof NodeEvent.Joined) {
          joined.countDown();
        }
      });
    }
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, NodeStartException {
    int first = number(NodeName.of(arguments[0]));
    int count = Integer.parseInt(arguments[3]);
    List<String> names =
        IntStream.range(first, first + count).mapToObj(ClusterMember::name).toList();
    OurEnd.run(names, arguments, nodes -> new ClusterMember(nodes)::obey);
  }

  static String name(int number) {
    return "m" + number + "@127.0.0.1";
  }

  private static int number(NodeName name) {
    String text = name.toString();
    return Integer.parseInt(text.substring(1, text.indexOf('@')));
  }

  private String obey(String[] words) throws InterruptedException {
    return switch (words[0]) {
      case "join" -> join();
      case "mesh" -> mesh();
      case "ask" -> ask(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      case "settle" -> settle();
      case "count" -> count();
      case "call" -> Calling.run(nodes, Double.parseDouble(words[1]));
      default -> throw new IllegalArgumentException("no such order: " + words[0]);
    };
  }

  /// The first node joins from the second, all others from the first.
  private String join() throws InterruptedException {
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).join(new Seed(NodeName.of(name(first + i == 1 ? 2 : 1)), null));
    }
    if (!joined.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(joined.getCount() + " nodes have not joined");
    }
    return "joined";
  }

  /// Connects the nodes each with every other, for good: from the later one of two first, so that
  /// no dials cross.
  private String mesh() throws InterruptedException {
    pin(other -> other < 0);
    await(
        LOOK_AT_ALL_NANOS,
        () -> nodes.stream().allMatch(node -> node.nodes().size() == nodes.size() - 1));
    pin(other -> other > 0);
    return "meshed";
  }

  private void pin(IntPredicate which) {
    for (int i = 0; i < nodes.size(); i++) {
      for (int other = 0; other < nodes.size(); other++) {
        if (which.test(other - i)) {
          nodes.get(i).pin(nodes.get(other).name());
        }
      }
    }
  }

  /// Each node asks so many of all, spread evenly, one after another, each until it has answered.
  private String ask(int others, int all) throws InterruptedException {
    int stride = Math.max(1, (all - 1) / others);
    onEach(node -> {
      for (int i = 1; i <= others; i++) {
        int other = (number(node.name()) - 1 + stride * i) % all + 1;
        NodeName name = NodeName.of(name(other));
        while (!node.ping(name).join().pong()) {
          LockSupport.parkNanos(AGAIN_NANOS);
        }
      }
    });
    return "asked";
  }

  private void onEach(Consumer<Node> what) throws InterruptedException {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (Node node : nodes) {
      CompletableFuture<Void> one = new CompletableFuture<>();
      all.add(one);
      Thread.ofVirtual()
          .start(() -> {
            try {
              what.accept(node);
              one.complete(null);
            } catch (RuntimeException e) {
              one.completeExceptionally(e);
            }
          });
    }
    await(LOOK_NANOS, () -> all.stream().allMatch(CompletableFuture::isDone));
    all.forEach(CompletableFuture::join);
  }

  /// Until what was opened for asking has been collected.
  private String settle() throws InterruptedException {
    await(
        LOOK_AT_ALL_NANOS,
        () -> nodes.stream().allMatch(node -> node.status().count(NodeStatus.Kind.DIRECT) == 0));
    return "settled";
  }

  /// Frames and bytes written since the start, and connections open.
  private String count() {
    long frames = 0;
    long bytes = 0;
    long connections = 0;
    for (Node node : nodes) {
      NodeStatus status = node.status();
      frames +=
          status.count(Counter.ASSOCIATION_OUT)
              + status.count(Counter.OVERLAY_OUT)
              + status.count(Counter.TICKS_OUT);
      bytes += status.count(Counter.BYTES_OUT);
      connections += status.connections().size();
    }
    return frames + " " + bytes + " " + connections;
  }

  private static void await(long every, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not within " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(every);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
