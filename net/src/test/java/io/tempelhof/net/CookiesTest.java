package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.term.NodeName;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A cluster to one half of which another cookie was given by mistake.
class CookiesTest {
  private final TestCluster cluster = new TestCluster();
  private final List<Seed> seeds =
      List.of(
          new Seed(NodeName.of("a0@127.0.0.1"), null), new Seed(NodeName.of("b0@127.0.0.1"), null));

  @AfterEach
  void close() {
    cluster.close();
  }

  private Node start(String name, String cookie) {
    return cluster.start(name, o -> o.withCookie(new Cookie(cookie)).withSeeds(seeds));
  }

  @Test
  void eachHalfWorksByItselfAndSaysOnceWhatSeparatesThem() throws Exception {
    try (WarnLines warned = new WarnLines(Node.class)) {
      Node a0 = start("a0", "one");
      Node b0 = start("b0", "two");
      Queue<NodeEvent> events = new ConcurrentLinkedQueue<>();
      a0.onEvent(events::add);
      Node a1 = start("a1", "one");
      Node b1 = start("b1", "two");
      TestCluster.await("a0 and a1 are one half", () -> a1.nodes().equals(List.of(a0.name())));
      TestCluster.await("b0 and b1 the other", () -> b1.nodes().equals(List.of(b0.name())));
      // So often would a seed be told that tries another for a minute.
      for (int i = 0; i < 6; i++) {
        NodeEvent again = new NodeEvent.SeedUnreachable(b0.name(), DialFailure.WRONG_COOKIE);
        events.clear();
        a0.join(seeds);
        TestCluster.await("it is tried again", () -> events.contains(again));
      }
      assertThat(a1.members().get(20, TimeUnit.SECONDS).nodes()).hasSize(2);
      assertThat(b1.members().get(20, TimeUnit.SECONDS).nodes()).hasSize(2);
      assertThat(a1.ping(b1.name()).get(20, TimeUnit.SECONDS).failure())
          .isEqualTo(DialFailure.WRONG_COOKIE);
      String line = "a0@127.0.0.1: seed b0@127.0.0.1 cannot be reached: WRONG_COOKIE";
      assertThat(warned.lines()).containsOnlyOnce(line).doesNotHaveDuplicates();
    }
  }
}
