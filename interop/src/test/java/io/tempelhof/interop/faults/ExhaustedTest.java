package io.tempelhof.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// JVMs that have no descriptor left.
@Execution(ExecutionMode.CONCURRENT)
class ExhaustedTest {
  private static final int DESCRIPTORS_MAX = 400;
  private static final Duration A_WHILE = Duration.ofSeconds(11);

  @Test
  void nodesWithoutADescriptorLiveAndGoOnWhenThereAreSomeAgain() throws Exception {
    Loopback site = Loopback.of("full", "b");
    try (Cluster cluster =
        Cluster.start(new Loopback(site.hosts(), site.epmdPort(), DESCRIPTORS_MAX), 6)) {
      cluster.watchAll();
      OutpostJvm full = cluster.outpost("full");
      full.order(new Order.Exhaust());
      Report.Full report = full.answer(Report.Full.class);
      assertThat(report.refusal()).as("%s", report).contains("Too many open files");
      assertThat(report.taken()).isLessThan(DESCRIPTORS_MAX);
      List<String> all = cluster.all();
      cluster.hold("nobody is reported down", A_WHILE, () -> cluster.toldDown() == 0);
      assertThat(cluster.unanswered(all))
          .as("open connections are of use still: %s", cluster)
          .isEmpty();
      full.order(new Order.Relieve());
      full.answer(Report.Done.class);
      cluster.awaitWhole(all);
      assertThat(cluster.fired()).as("%s", cluster).isEmpty();
    }
  }
}
