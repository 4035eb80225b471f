package io.tempelhof.core.overlay;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A node that learns of very many deaths.
@State(Scope.Thread)
public class EventLogBenchmark {
  private static final int DEATHS = 3_000;
  private static final long MILLISECOND = 1_000_000;

  private final List<Notice> deaths = new ArrayList<>();

  @Setup
  public void die() {
    deaths.clear();
    for (int i = 0; i < DEATHS; i++) {
      deaths.add(Notice.of(Notice.Status.DEAD, Numbered.node(i)));
    }
  }

  /// One after the other, a millisecond apart, into a log that knows of none.
  @Benchmark
  @OperationsPerInvocation(DEATHS)
  public EventLog deaths() {
    EventLog log = new EventLog();
    long now = 0;
    for (Notice death : deaths) {
      now += MILLISECOND;
      log.add(death, now, now);
    }
    return log;
  }
}
