package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTableTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void holdsWhatAMapWouldHoldHoweverOftenItIsPutAndDropped(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EventTable table = new EventTable();
    Map<NodeId, Long> model = new LinkedHashMap<>();
    for (int step = 0; step < 20_000; step++) {
      Notice notice = notice(random.nextInt(3_000));
      long at = random.nextLong(1_000_000);
      table.put(notice, at);
      model.put(notice.node().id(), at);
      if (random.nextInt(2_000) == 0) {
        long from = random.nextLong(1_000_000);
        table.retain((kept, time) -> time >= from);
        model.values().removeIf(time -> time < from);
      }
    }
    Map<NodeId, Long> visited = new LinkedHashMap<>();
    table.visit((notice, at, id) -> visited.put(notice.node().id(), at));
    assertThat(visited).as("seed %d", seed).isEqualTo(model);
    assertThat(table.size()).as("seed %d", seed).isEqualTo(model.size());
    for (int number = 0; number < 3_000; number++) {
      Notice notice = notice(number);
      Notice found = table.find(notice.node().id());
      Long at = model.get(notice.node().id());
      assertThat(found).as("seed %d, node %d", seed, number).isEqualTo(at == null ? null : notice);
      assertThat(table.time(notice.node().id()))
          .as("seed %d, node %d", seed, number)
          .isEqualTo(at == null ? 0 : at);
    }
  }

  private static Notice notice(int number) {
    NodeName name = new NodeName("n" + number, "host");
    Address address = new Address("host", 1 + number);
    return Notice.of(
        Notice.Status.ALIVE,
        new NodeRecord(NodeId.of("test", name), name, 1, 1, address, FailureDomain.UNDECLARED, 0));
  }
}
