package io.tempelhof.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.runtime.Options;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Remote;
import io.tempelhof.runtime.Self;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What the tour of the package and docs/testing.md show, run; and held to be what is shown.
class TourTest {
  private static final Path SOURCE = Path.of("src/test/java/io/tempelhof/testkit/TourTest.java");
  private static final Path DOC = Path.of("../docs/testing.md");

  // <till>
  sealed interface Command {}

  record Deposit(long amount) implements Command {}

  record Report(Pid to) implements Command {}

  record Sum(long amount) {}

  record Closed(long amount) {}

  /// Adds up deposits; closes when it has heard nothing for an hour, and tells the bank.
  static void till(Self self) {
    long sum = 0;
    while (true) {
      var command = self.receive(Command.class, Duration.ofHours(1));
      if (command.isEmpty()) {
        self.send("bank", new Closed(sum));
        return;
      }
      switch (command.get()) {
        case Deposit(long amount) -> sum += amount;
        case Report(Pid to) -> self.send(to, new Sum(sum));
      }
    }
  }

  // </till>

  @Test
  void theTour() {
    // <tour>
    try (TestCluster cluster = TestCluster.of("a", "b").withVirtualTime().start()) {
      Probe probe = cluster.probe("a");
      Pid clock =
          cluster
              .node("b")
              .spawn(self -> {
                self.receive(Duration.ofDays(1));
                self.send(probe.pid(), Atom.of("midnight"));
              });
      probe.monitor(clock);
      cluster.time().advance(Duration.ofDays(1));
      probe.expectEqual(Atom.of("midnight"));
      probe.expectDown(clock);
    }
    // </tour>
  }

  @Test
  void aProcess() {
    // <process>
    try (Processes processes =
        new Processes(TestCluster.name("here"), 1, Remote.NONE, Options.DEFAULT)) {
      Pid till = processes.spawn(TourTest::till);
      Probe probe = Probe.on(processes);
      probe.send(till, new Deposit(10));
      probe.send(till, new Deposit(20));
      probe.send(till, new Report(probe.pid()));
      probe.expectEqual(new Sum(30));
      probe.expectNothing();
    }
    // </process>
  }

  @Test
  void aTimeout() {
    // <timeout>
    VirtualTime time = new VirtualTime();
    try (Processes processes =
        time.watch(
            new Processes(
                TestCluster.name("here"), 1, Remote.NONE, Options.DEFAULT.withTime(time)))) {
      Probe bank = Probe.on(processes, "bank");
      Pid till = processes.spawn(TourTest::till);
      bank.send(till, new Deposit(10));
      time.advance(Duration.ofMinutes(59));
      bank.expectNothing();
      time.advance(Duration.ofMinutes(1));
      bank.expectEqual(new Closed(10));
    }
    // </timeout>
  }

  @Test
  void theLossOfANode() {
    // <loss>
    try (TestCluster cluster = TestCluster.start("a", "b")) {
      Pid till = cluster.node("b").spawn("till", TourTest::till);
      Probe probe = cluster.probe("a");
      probe.monitor(till);
      cluster.kill("b");
      assertThat(probe.expectDown(till).reason()).isEqualTo(ExitReason.NOCONNECTION);

      cluster.restart("b").spawn("till", TourTest::till);
      probe.send("till", TestCluster.name("b"), new Report(probe.pid()));
      probe.expectEqual(new Sum(0));
    }
    // </loss>
  }

  @Test
  void aBadLink() {
    // <link>
    try (TestCluster cluster = TestCluster.of("a", "b").withSeed(7).start()) {
      Pid till = cluster.node("b").spawn(TourTest::till);
      Probe probe = cluster.probe("a");
      cluster.faults().between("a", "b").delay(Duration.ofMillis(20)).jitter(Duration.ofMillis(5));
      probe.send(till, new Report(probe.pid()));
      probe.expectEqual(new Sum(0));

      ClusterFaults.Link back = cluster.faults().from("b", "a").stall();
      probe.send(till, new Report(probe.pid()));
      probe.expectNothing(Duration.ofMillis(100));
      back.release();
      probe.expectEqual(new Sum(0));
    }
    // </link>
  }

  @Test
  void theDocsShowThis() throws IOException {
    for (String part : new String[] {"till", "process", "timeout", "loss", "link"}) {
      String shown = between(DOC, "<!-- " + part + " -->", "<!-- /" + part + " -->");
      assertThat(shown.strip()).isEqualTo("```java\n" + code(part) + "\n```");
    }
    String tour = Files.readString(Path.of("src/main/java/io/tempelhof/testkit/package-info.java"));
    assertThat(tour.replaceAll("(?m)^/// ?", "")).contains("```java\n" + code("tour") + "\n```");
  }

  private static String code(String part) throws IOException {
    return between(SOURCE, "// <" + part + ">\n", "// </" + part + ">")
        .replaceAll("\\s+$", "")
        .stripIndent();
  }

  private static String between(Path file, String begin, String end) throws IOException {
    String text = Files.readString(file);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end);
    assertThat(to).as("%s has both marks of %s", file, begin).isGreaterThan(from);
    return text.substring(from, to);
  }
}
