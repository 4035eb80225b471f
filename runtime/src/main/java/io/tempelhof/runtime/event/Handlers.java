package io.tempelhof.runtime.event;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Crash;
import io.tempelhof.runtime.ProcessExit;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.behaviour.Unhandled;
import io.tempelhof.runtime.behaviour.UnhandledException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The handlers of one event manager, the one added last first. One that throws is removed.
final class Handlers<E> {
  /// The most handlers a manager has.
  static final int MAX = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);
  private static final Atom OK = Atom.of("ok");
  private static final Atom ERROR = Atom.of("error");
  private static final Atom EXIT = Atom.of("EXIT");
  private static final Atom NORMAL = Atom.of("normal");
  private static final Atom SHUTDOWN = Atom.of("shutdown");

  private final Self self;
  private final Map<Atom, EventHandler.Factory<E>> kinds;
  private final Unhandled unhandled;
  private final List<Installed<E>> installed = new ArrayList<>();

  Handlers(Self self, Map<Atom, EventHandler.Factory<E>> kinds, Unhandled unhandled) {
    this.self = self;
    this.kinds = kinds;
    this.unhandled = unhandled;
  }

  List<Term> ids() {
    return installed.stream().map(Installed::id).toList();
  }

  List<Term> states() {
    return installed.stream()
        .map(one -> one.shown(TermMapping.toTerm(one.handler().state())))
        .toList();
  }

  // What they are told.

  void announce(E event) {
    forEach("the event", event, one -> one.handler().handleEvent(event));
  }

  void inform(Term message) {
    forEach("the message", message, one -> one.handler().handleInfo(message));
  }

  private interface Telling<E> {
    void tell(Installed<E> one) throws Exception;
  }

  private void forEach(String kind, Object what, Telling<E> telling) {
    for (Installed<E> one : List.copyOf(installed)) {
      try {
        telling.tell(one);
        removeIfWanted(one);
      } catch (UnhandledException _) {
        unhandled.count(kind, what);
      } catch (Throwable failure) {
        failed(one, failure);
      }
    }
  }

  /// Asks one.
  ///
  /// @return its answer, or why there is none
  Term call(Term id, Term request) {
    Installed<E> one = find(id);
    if (one == null) {
      return Tuple.of(ERROR, Atom.of("bad_module"));
    }
    try {
      Term answer = TermMapping.toTerm(one.handler().handleCall(request));
      removeIfWanted(one);
      return answer;
    } catch (UnhandledException _) {
      unhandled.count("the call", request);
      return Unhandled.UNKNOWN_CALL;
    } catch (Throwable failure) {
      return Tuple.of(ERROR, failed(one, failure));
    }
  }

  // Coming and going.

  /// @param supervisor whom it goes with; null for nobody
  /// @return {@code ok}, or why it was not added
  Term add(Term id, Term arguments, @Nullable Pid supervisor) {
    Atom name = Installed.name(id);
    EventHandler.Factory<E> kind = name == null ? null : kinds.get(name);
    if (name == null || kind == null) {
      Term call = Tuple.of(id, Atom.of("init"), ListTerm.of(arguments), ListTerm.of());
      return exit(Tuple.of(Atom.of("undef"), ListTerm.of(call)));
    }
    if (installed.size() >= MAX) {
      return exit(Atom.of("system_limit"));
    }
    if (supervisor != null) {
      self.link(supervisor);
    }
    try {
      var removal = new Installed.Removal();
      EventHandler<E> handler = kind.make(context(removal), arguments);
      installed.addFirst(new Installed<>(id, handler, removal, supervisor));
      return OK;
    } catch (Throwable failure) {
      return exit(reason(failure));
    }
  }

  private EventHandler.Context context(Installed.Removal removal) {
    return new EventHandler.Context() {
      @Override
      public Self self() {
        return self;
      }

      @Override
      public void remove() {
        removal.wanted = true;
      }
    };
  }

  /// @return what it gives in the end, or why there is no such
  Term delete(Term id, Term arguments) {
    Installed<E> one = find(id);
    return one == null
        ? Tuple.of(ERROR, Atom.of("module_not_found"))
        : remove(one, arguments, NORMAL);
  }

  /// Puts one in the place of another.
  ///
  /// @return {@code ok}, or {@code {error, Why}} it was not added
  Term swap(Term oldId, Term why, Term id, Term arguments, @Nullable Pid supervisor) {
    Installed<E> old = find(oldId);
    Term given = ERROR;
    Pid newSupervisor = supervisor;
    if (old != null) {
      newSupervisor = supervisor == null ? old.supervisor() : supervisor;
      Term to = newSupervisor == null ? Atom.FALSE : newSupervisor;
      given = remove(old, why, Tuple.of(Atom.of("swapped"), id, to));
    }
    Term added = add(id, Tuple.of(arguments, given), newSupervisor);
    return added.equals(OK) ? OK : Tuple.of(ERROR, added);
  }

  /// Removes those that go with this process.
  void supervisorEnded(Pid supervisor, Term reason) {
    for (Installed<E> one : List.copyOf(installed)) {
      if (supervisor.equals(one.supervisor())) {
        remove(one, Tuple.of(Atom.of("stop"), reason), SHUTDOWN);
      }
    }
  }

  /// Removes all.
  void end(Term why) {
    for (Installed<E> one : List.copyOf(installed)) {
      remove(one, why, SHUTDOWN);
      if (one.supervisor() != null) {
        self.unlink(one.supervisor());
      }
    }
  }

  private void removeIfWanted(Installed<E> one) {
    if (one.removal().wanted) {
      remove(one, Atom.of("remove_handler"), NORMAL);
    }
  }

  private Term failed(Installed<E> one, Throwable failure) {
    Term exit = exit(reason(failure));
    LOG.error("handler {} of {} failed and is removed", one.id(), self.pid(), failure);
    remove(one, Tuple.of(ERROR, exit), exit);
    return exit;
  }

  /// @param told to the process it goes with
  private Term remove(Installed<E> one, Term why, Term told) {
    installed.remove(one);
    Term given;
    try {
      given = TermMapping.toTerm(one.handler().terminate(why));
    } catch (Throwable failure) {
      given = exit(reason(failure));
    }
    if (one.supervisor() != null) {
      self.send(one.supervisor(), Tuple.of(Atom.of("gen_event_EXIT"), one.id(), told));
    }
    return given;
  }

  private @Nullable Installed<E> find(Term id) {
    return installed.stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
  }

  private static Term exit(Term reason) {
    return Tuple.of(EXIT, reason);
  }

  /// Why a handler failed. What ends the whole process is none of its doing.
  private static Term reason(Throwable failure) {
    if (failure instanceof ProcessExit exit) {
      if (exit.isBySignal()) {
        throw exit;
      }
      return exit.reason();
    }
    return Crash.reason(failure);
  }
}
