package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.node.Seed;
import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.net.fault.Faults;
import io.tempelhof.net.fault.LinkFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two nodes that live and cannot dial each other, while others reach both.
class ByWayOfOthersTest {
  private static final int NODES = 5;
  private static final Atom STOP = Atom.of("stop");

  private final TestCluster cluster = new TestCluster();
  private final Map<String, Faults> faults = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    cluster.close();
  }

  private void start() {
    List<Seed> seeds = List.of(new Seed(cluster.options("n0").name(), null));
    for (int i = 0; i < NODES; i++) {
      String name = "n" + i;
      Faults its = Faults.seeded(i);
      faults.put(name, its);
      nodes.add(cluster.start(name, o -> o.withSeeds(seeds).withFaults(its)));
    }
    TestCluster.await(
        "all are members", () -> nodes.stream().allMatch(n -> n.status().peers() == NODES - 1));
  }

  private void cut(LinkFault.Cut how) {
    LinkFault fault = LinkFault.NONE.withCut(how);
    faults.get("n1").toward(nodes.get(2).name(), fault);
    faults.get("n2").toward(nodes.get(1).name(), fault);
    TestCluster.await(
        "the two are not connected",
        () ->
            nodes.get(1).status().peers() < NODES - 1 && nodes.get(2).status().peers() < NODES - 1);
  }

  @Test
  void theyTalkAndWatchEachOtherAllTheSame() throws Exception {
    start();
    cut(LinkFault.Cut.REFUSED);
    Node one = nodes.get(1);
    Node other = nodes.get(2);
    LinkedBlockingQueue<Term> answers = new LinkedBlockingQueue<>();
    other.spawn(
        "echo",
        self -> {
          Term heard = self.receive();
          while (heard instanceof Tuple question) {
            self.send((Pid) question.at(0), question.at(1));
            heard = self.receive();
          }
        });
    one.spawn(self -> {
      self.monitor("echo", other.name());
      for (int i = 0; i < 100; i++) {
        self.send("echo", other.name(), Tuple.of(self.pid(), Int.of(i)));
      }
      self.send("echo", other.name(), STOP);
      while (true) {
        answers.add(self.receive());
      }
    });
    for (int i = 0; i < 100; i++) {
      assertThat(answers.poll(30, TimeUnit.SECONDS)).isEqualTo(Int.of(i));
    }
    Tuple down = (Tuple) answers.poll(30, TimeUnit.SECONDS);
    assertThat(down.at(0)).isEqualTo(Atom.of("DOWN"));
    assertThat(down.at(4)).isEqualTo(ExitReason.NORMAL);
    assertThat(one.status().connections())
        .as("to users and to the overlay they are not connected")
        .noneMatch(c -> c.node().equals(other.name()));
  }
}
