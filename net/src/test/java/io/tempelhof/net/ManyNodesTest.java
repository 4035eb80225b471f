package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.LookupResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManyNodesTest {
  private static final int NODES = 40;

  private final TestCluster cluster = new TestCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void joinFromThreeSeedsAndFindEachOther() throws Exception {
    List<Seed> seeds =
        IntStream.range(0, 3)
            .mapToObj(i -> new Seed(cluster.options("n" + i).name(), null))
            .toList();
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      nodes.add(cluster.start("n" + i, o -> o.withSeeds(seeds)));
    }
    TestCluster.await(
        () -> "peers " + nodes.stream().map(n -> n.status().peers()).toList(),
        Duration.ofSeconds(30),
        () -> nodes.stream().allMatch(n -> n.status().peers() >= 5));
    for (int i = 0; i < NODES; i++) {
      Node from = nodes.get(i);
      Node to = nodes.get((i + 17) % NODES);
      LookupResult result = from.lookup(to.name()).get(10, TimeUnit.SECONDS);
      assertThat(result)
          .as("%s looks for %s", from.name(), to.name())
          .isInstanceOfSatisfying(
              LookupResult.Found.class,
              found -> assertThat(found.record().address()).isEqualTo(to.address()));
    }
  }
}
