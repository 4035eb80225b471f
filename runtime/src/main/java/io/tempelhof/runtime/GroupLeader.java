package io.tempelhof.runtime;

import io.tempelhof.core.term.Pid;

/// The process that takes a process's output and answers its input (OTP {@code group_leader}): as
/// at its start that of the process that started it, or of the one on another node that asked for
/// it; in the end the node's own {@code user}.
public final class GroupLeader {
  private GroupLeader() {}

  /// That of this process.
  public static Pid of(Self self) {
    self.enter();
    return self.processes.groupLeader(self.process);
  }

  /// Sets that of this process, and of those it starts from now on.
  public static void set(Self self, Pid leader) {
    self.enter();
    self.process.groupLeader(leader);
  }
}
