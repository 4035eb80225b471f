package io.tempelhof.runtime.behaviour;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Crash;
import io.tempelhof.runtime.Exited;
import io.tempelhof.runtime.GenMessage;
import io.tempelhof.runtime.Handling;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.ProcessExit;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process of a {@link Behaviour}: takes one message after the other, answers what OTP's {@code
/// sys} asks, and ends as OTP's behaviours do. To be made while its {@link Startable.Init} runs.
public final class Loop implements Body {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final TermMapping<Exited> EXIT = TermMapping.of(Exited.class);
  private static final Atom SHUTDOWN = Atom.of("shutdown");

  private final Behaviour behaviour;
  private final Pid parent;
  private final SystemRequests system;
  private final Debug debug;

  /// What a suspended one still takes.
  private final Pattern<GenMessage> urgent;

  /// How others take their messages; null if none may.
  private final @Nullable Handling handling;

  private boolean suspended;

  /// Why {@code sys:terminate} or the parent's exit wants it to end.
  private @Nullable Term mustEnd;

  /// @param debug what the behaviour tells of its answers
  public Loop(Self self, Behaviour behaviour, Debug debug) {
    this.behaviour = behaviour;
    this.parent = Startable.parent().orElse(self.pid());
    this.debug = debug;
    this.system = new SystemRequests(self, parent, behaviour, debug);
    this.handling = behaviour.isBrief() ? this::takeFor : null;
    this.urgent =
        GenMessage.any()
            .where(message -> message instanceof GenMessage.Sys || parentsExit(message) != null);
  }

  /// {@code terminate} is not called when an exit signal ends the process that does not trap exits:
  /// then no code of a process runs in Erlang either.
  @Override
  public void run(Self self) throws Exception {
    self.label(behaviour.callbacks().getName());
    Term reason;
    try {
      reason = serve(self);
    } catch (ProcessExit exit) {
      if (!exit.isBySignal()) {
        behaviour.terminate(exit.reason());
        logUnlessExpected(self, exit.reason());
      }
      throw exit;
    } catch (Throwable crash) {
      terminateAfter(crash);
      throw crash;
    }
    behaviour.terminate(reason);
    logUnlessExpected(self, reason);
    if (!reason.equals(ExitReason.NORMAL)) {
      throw self.exit(reason);
    }
  }

  private void logUnlessExpected(Self self, Term reason) {
    if (!isExpected(reason)) {
      LOG.error("{} {} ends: {}", behaviour.callbacks().getName(), self.pid(), reason);
    }
  }

  @SuppressWarnings("ReferenceEquality") // only the very same cannot be suppressed by itself
  private void terminateAfter(Throwable crash) throws Exception {
    try {
      behaviour.terminate(Crash.reason(crash));
    } catch (ProcessExit | Exception own) {
      if (own != crash) {
        own.addSuppressed(crash);
      }
      throw own;
    }
  }

  private static boolean isExpected(Term reason) {
    return reason.equals(ExitReason.NORMAL)
        || reason.equals(SHUTDOWN)
        || (reason instanceof Tuple tuple && tuple.arity() == 2 && tuple.at(0).equals(SHUTDOWN));
  }

  private Term serve(Self self) throws Exception {
    while (true) {
      Term reason = ending();
      if (reason != null) {
        return reason;
      }
      if (suspended) {
        dispatch(self.receive(urgent));
      } else if (!behaviour.step()) {
        Duration patience = behaviour.patience();
        Optional<GenMessage> next = next(self, patience);
        if (next.isPresent()) {
          dispatch(next.get());
        } else if (patience != null) {
          behaviour.elapsed();
        }
      }
    }
  }

  private Optional<GenMessage> next(Self self, @Nullable Duration patience) throws Exception {
    if (patience != null) {
      return self.receive(GenMessage.any(), patience);
    }
    return handling == null
        ? Optional.of(self.receive(GenMessage.any()))
        : Handling.receive(self, handling);
  }

  /// On the thread of another: takes its message, and does what follows from it.
  private boolean takeFor(GenMessage message) throws Exception {
    dispatch(message);
    while (ending() == null && behaviour.step()) {
      // until a message is wanted
    }
    return ending() == null && behaviour.patience() == null;
  }

  /// The reason to end with; null while it goes on.
  private @Nullable Term ending() {
    return mustEnd == null ? behaviour.ending() : mustEnd;
  }

  private void dispatch(GenMessage message) throws Exception {
    if (message instanceof GenMessage.Sys request) {
      system(request);
      return;
    }
    Term reason = parentsExit(message);
    if (reason != null) {
      mustEnd = reason;
      return;
    }
    debug.in(message);
    behaviour.take(message);
  }

  private @Nullable Term parentsExit(GenMessage message) {
    if (!(message instanceof GenMessage.Other(Object content))) {
      return null;
    }
    Exited exit =
        switch (content) {
          case Exited exited -> exited;
          case Tuple tuple -> EXIT.match(tuple);
          default -> null;
        };
    return exit != null && exit.from().equals(parent) ? exit.reason() : null;
  }

  private void system(GenMessage.Sys message) {
    Term request = GenMessage.term(message.request());
    SystemRequests.Outcome outcome = system.answer(message.from(), request, suspended);
    suspended = outcome.suspended();
    mustEnd = outcome.terminate();
  }
}
