package io.tempelhof.core.signal;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The monitors of a process, in a call and at a server.
@State(Scope.Thread)
public class MonitorTableBenchmark {
  private static final Atom NODE = Atom.of("n@h");

  /// Other monitors the process holds, and that are held on it.
  @Param({"0", "1000"})
  int others;

  private final Pid other = new Pid(NODE, 2, 0, 1);
  private final MonitorTable.Target target = new MonitorTable.Target(other, NODE);
  private MonitorTable table = new MonitorTable();
  private int made;

  @Setup
  public void fill() {
    table = new MonitorTable();
    for (int i = 0; i < others; i++) {
      table.monitor(reference(), target);
      table.watched(other, reference(), other);
    }
  }

  private Ref reference() {
    return new Ref(NODE, 1, ++made, 0, 0);
  }

  /// What a call does to its caller: a monitor with an alias, which the answer ends.
  @Benchmark
  public MonitorTable.@Nullable Target caller() {
    Ref reference = reference();
    table.monitor(reference, target);
    table.alias(reference, AliasOption.REPLY_DEMONITOR);
    return table.reached(reference);
  }

  /// What it does to the server.
  @Benchmark
  public MonitorTable server() {
    Ref reference = reference();
    table.watched(other, reference, other);
    table.unwatched(other, reference);
    return table;
  }
}
