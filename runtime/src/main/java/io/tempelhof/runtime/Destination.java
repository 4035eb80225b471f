package io.tempelhof.runtime;

import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.signal.TraceToken;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import org.jspecify.annotations.Nullable;

/// Where a message goes.
sealed interface Destination {

  /// The process that a monitor watches.
  static Destination of(MonitorTable.Target watched) {
    return switch (watched.target()) {
      case Pid pid -> new ToPid(pid);
      case Atom name -> new ToName(name, watched.node());
      default -> throw new IllegalStateException(watched + " is no process");
    };
  }

  /// The node it goes to.
  Atom node();

  /// The message as a signal to another node.
  Signal.Message signal(Pid from, Encoded message, @Nullable TraceToken trace);

  record ToPid(Pid pid) implements Destination {
    @Override
    public Atom node() {
      return pid.node();
    }

    @Override
    public Signal.Message signal(Pid from, Encoded message, @Nullable TraceToken trace) {
      return new Signal.Send(from, pid, message, trace);
    }
  }

  record ToName(Atom name, Atom node) implements Destination {
    @Override
    public Signal.Message signal(Pid from, Encoded message, @Nullable TraceToken trace) {
      return new Signal.SendName(from, name, message, trace);
    }
  }

  record ToAlias(Ref alias) implements Destination {
    @Override
    public Atom node() {
      return alias.node();
    }

    @Override
    public Signal.Message signal(Pid from, Encoded message, @Nullable TraceToken trace) {
      return new Signal.SendAlias(from, alias, message, trace);
    }
  }
}
