package io.tempelhof.runtime;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Term;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a process's thread does from its start to its end.
final class Life implements Runnable {
  // Of each frame between the thread and the body, and of each object they hold, there is one per
  // idle process: hence one method and few fields.

  private static final Logger LOG = LoggerFactory.getLogger(Life.class);

  private final LocalProcess process;
  private final Body body;
  private final Processes processes;

  Life(LocalProcess process, Body body, Processes processes) {
    this.process = process;
    this.body = body;
    this.processes = processes;
  }

  /// Whatever happens, the process ends properly.
  @Override
  public void run() {
    Term reason = ExitReason.KILLED;
    try {
      process.checkExit();
      body.run(new Self(processes, process));
      reason = ExitReason.NORMAL;
    } catch (ProcessExit exit) {
      reason = exit.reason();
    } catch (Throwable thrown) {
      reason = Crash.reason(thrown);
      crashed(reason, thrown);
    } finally {
      // An exit signal that came before is why it ended, whatever the interrupt led to.
      Term asked = process.mustEnd();
      processes.router().ended(process, asked == null ? reason : asked);
      if (body instanceof Promise<?> promise) {
        promise.over();
      }
    }
  }

  private void crashed(Term reason, Throwable thrown) {
    if (process.mustEnd() != null) {
      return;
    }
    processes.counters().crashed.increment();
    try {
      LOG.error("process {} on {} crashed", process.pid(), processes.node(), thrown);
    } catch (RuntimeException e) {
      // The exception itself is the program's and may be unable to say what it is.
      LOG.error("process {} on {} crashed: {}", process.pid(), processes.node(), reason, e);
    }
  }
}
