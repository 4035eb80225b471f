package io.tempelhof.runtime;

import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Ref;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Handles a question in place of the process that is asked, which sleeps, on the thread of the one
/// that asks. No thread is woken; there is no alias in any table, and no monitor: the process
/// cannot end meanwhile. Only when the answer is to come later both are made.
final class Deputy {
  private final Self self;
  private final LocalProcess sleeper;
  private final Ref alias;

  /// Under the monitor of the process that asks.
  private @Nullable Envelope answer;

  private Deputy(Self self, LocalProcess sleeper) {
    this.self = self;
    this.sleeper = sleeper;
    this.alias = self.processes.newAlias(self.process);
  }

  /// @return null if the process asked is not here, does not sleep or lets nobody run it; otherwise
  ///   {@link #handle} must follow
  static @Nullable Deputy of(Self self, MonitorTable.Target asked) {
    self.enter();
    Router router = self.processes.router();
    if (!router.isHere(asked.node()) || self.process.inbox().isTraced()) {
      return null;
    }
    LocalProcess process = router.find(asked.target());
    return process != null && process.inbox().takeTurn() ? new Deputy(self, process) : null;
  }

  /// By what the answer comes.
  Ref alias() {
    return alias;
  }

  /// Handles the question.
  ///
  /// @return the answer; null if it comes later, by the alias, or the end of the process
  @Nullable Envelope handle(Object request) {
    LocalProcess asking = self.process;
    boolean handled = false;
    boolean sleepsOn = true;
    asking.lends(this);
    try {
      From from = new From(asking.pid(), From.tag(alias));
      sleepsOn = sleeper.inbox().handle(new GenMessage.Call(from, request));
      handled = true;
    } finally {
      try {
        settle(handled);
      } finally {
        sleeper.inbox().giveTurnBack(sleepsOn);
      }
    }
    asking.inbox().countSent();
    if (answer != null) {
      asking.inbox().tookElsewhere();
    }
    self.enter(); // an exit signal has waited
    return answer;
  }

  private void settle(boolean handled) {
    LocalProcess asking = self.process;
    if (!handled || answer != null) {
      asking.lendsNoMore();
      return;
    }
    // In this order: whoever answers now, on another thread, must find the monitor made.
    Router router = self.processes.router();
    MonitorTable.Target target = new MonitorTable.Target(sleeper.pid(), sleeper.pid().node());
    asking.inbox().mailbox().mark(alias);
    router.post(target.node(), new Signal.Monitor(asking.pid(), target.target(), alias));
    if (!asking.lendsNoMoreAndAwaits(this, target)) {
      router.demonitor(asking, alias, target);
    }
  }

  /// A message to an alias of the process that asks has come.
  ///
  /// @return false if it is not the answer
  boolean takes(Ref to, Envelope message) {
    if (answer != null || !to.equals(alias)) {
      return false;
    }
    answer = Objects.requireNonNull(message);
    return true;
  }

  /// Whether the answer has come.
  boolean isAnswered() {
    return answer != null;
  }
}
