package io.tempelhof.runtime;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever a process and many others do to a lease at once looks as if they had run the process
/// one after the other: a counter that nothing else guards counts every run.
@Order(2)
@Tag("lincheck")
public class LeaseLincheckTest {
  private static final GenMessage MESSAGE = new GenMessage.Other(1);

  private int runs;
  private final Lease lease = new Lease(_ -> ++runs % 3 != 0);
  private boolean sleeps;

  /// The process goes to sleep.
  @Operation(nonParallelGroup = "owner")
  public int sleep() {
    if (!sleeps) {
      sleeps = true;
      lease.offer();
    }
    return 0;
  }

  /// It wakes up, and runs itself.
  @Operation(nonParallelGroup = "owner")
  public String wake() throws Exception {
    if (!sleeps) {
      return "awake";
    }
    while (!lease.takeBack()) {
      Thread.onSpinWait();
    }
    sleeps = false;
    return ++runs + (lease.wasCalled() ? " called" : "");
  }

  /// Another runs it, if it sleeps.
  @Operation
  public int run() {
    while (!lease.take()) {
      if (!lease.isFree() && !lease.isTaken()) {
        return -1;
      }
      Thread.onSpinWait();
    }
    boolean sleepsOn = lease.handle(MESSAGE);
    int count = runs;
    lease.giveBack(sleepsOn);
    return count;
  }

  @Test
  void oneAtATimeRunsTheProcessInEveryInterleaving() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsBefore(1)
        .actorsAfter(2)
        .actorsPerThread(3)
        .iterations(8)
        .invocationsPerIteration(200)
        .check(LeaseLincheckTest.class);
  }
}
