package io.tempelhof.runtime.supervise;

import io.tempelhof.core.supervise.SupervisionOutput.AutomaticShutdown;
import io.tempelhof.core.supervise.SupervisionOutput.ChildStarted;
import io.tempelhof.core.supervise.SupervisionOutput.ChildStuck;
import io.tempelhof.core.supervise.SupervisionOutput.ChildTerminated;
import io.tempelhof.core.supervise.SupervisionOutput.MaxIntensityReached;
import io.tempelhof.core.supervise.SupervisionOutput.Report;
import io.tempelhof.core.supervise.SupervisionOutput.ShutdownError;
import io.tempelhof.core.supervise.SupervisionOutput.StartError;
import io.tempelhof.runtime.Self;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a supervisor says of its children in the log: one line for each event.
final class SupervisorLog {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final Self self;

  SupervisorLog(Self self) {
    this.self = self;
  }

  String name() {
    return self.name().orElseGet(() -> self.pid().toString());
  }

  void say(Report report) {
    Object id = report.child().id();
    switch (report) {
      case ChildStarted started ->
          LOG.debug(
              "{}: child {} {} as {}",
              name(),
              id,
              started.restarted() ? "restarted" : "started",
              started.pid());
      case ChildTerminated ended ->
          LOG.warn(
              "{}: child {} {} has ended{}: {}",
              name(),
              id,
              ended.pid(),
              ended.restarts() ? " and is restarted" : "",
              ended.reason());
      case StartError error ->
          LOG.warn("{}: child {} did not start: {}", name(), id, error.reason());
      case ShutdownError error ->
          LOG.warn(
              "{}: child {} {} was told to end and did so otherwise: {}",
              name(),
              id,
              error.pid(),
              error.reason());
      case ChildStuck stuck ->
          LOG.warn(
              "{}: child {} {} was killed and does not end: it is not replaced before it has",
              name(),
              id,
              stuck.pid());
      case MaxIntensityReached _ ->
          LOG.error("{}: child {} was restarted too often: all end", name(), id);
      case AutomaticShutdown _ ->
          LOG.info("{}: its significant child {} has ended: all end", name(), id);
    }
  }
}
