package io.tempelhof.runtime;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Malformed;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts processes at the request of others (operation {@code SPAWN_REQUEST}), which run functions
/// this node lets them run.
///
/// @param post sends a signal to a node
record Spawner(Processes processes, BiConsumer<Atom, Signal> post) {
  private static final Logger LOG = LoggerFactory.getLogger(Spawner.class);
  private static final Atom LINK = Atom.of("link");
  private static final Atom MONITOR = Atom.of("monitor");
  private static final Atom BADOPT = Atom.of("badopt");
  private static final Atom NOTSUP = Atom.of("notsup");
  private static final Atom SYSTEM_LIMIT = Atom.of("system_limit");
  private static final Atom BADARG = Atom.of("badarg");

  /// Options that say how the BEAM should run the process: without meaning here, and harmless.
  private static final Set<String> TUNING =
      Set.of(
          "priority",
          "min_heap_size",
          "min_bin_vheap_size",
          "max_heap_size",
          "fullsweep_after",
          "message_queue_data",
          "async_dist");

  /// Starts the process, and answers before it can do anything.
  ///
  /// @param origin to be told if the arguments are no list of terms
  void spawn(Signal.SpawnRequest request, Blame origin) {
    Integer relations = relations(request.options());
    Functions functions = processes.functions();
    if (relations == null || functions == null) {
      answer(request, 0, relations == null ? BADOPT : NOTSUP);
      return;
    }
    try {
      processes.start(
          self -> run(self, functions, request, origin),
          child -> {
            child.groupLeader(request.groupLeader());
            if ((relations & Signal.SpawnReply.LINKED) != 0) {
              child.linkedBy(request.from());
            }
            if ((relations & Signal.SpawnReply.MONITORED) != 0) {
              child.watchedBy(new Signal.Monitor(request.from(), child.pid(), request.ref()));
            }
            answer(request, relations, child.pid());
          });
    } catch (SystemLimitException | ClosedException e) {
      answer(request, 0, SYSTEM_LIMIT);
    }
  }

  private void answer(Signal.SpawnRequest request, int relations, Term result) {
    Pid asking = request.from();
    post.accept(asking.node(), new Signal.SpawnReply(request.ref(), asking, relations, result));
  }

  /// The flags of the answer that these options ask for; null if one of them is unknown.
  private static @Nullable Integer relations(Term options) {
    int flags = 0;
    List<Term> each = elements(options);
    if (each == null) {
      return null;
    }
    for (Term option : each) {
      if (option.equals(LINK)) {
        flags |= Signal.SpawnReply.LINKED;
      } else if (option.equals(MONITOR)) {
        flags |= Signal.SpawnReply.MONITORED;
      } else if (!isTuning(option)) {
        return null;
      }
    }
    return flags;
  }

  private static boolean isTuning(Term option) {
    return option instanceof Tuple pair
        && pair.arity() == 2
        && pair.at(0) instanceof Atom name
        && TUNING.contains(name.text());
  }

  private static @Nullable List<Term> elements(Term list) {
    return switch (list) {
      case Nil _ -> List.of();
      case ListTerm elements when elements.isProper() -> elements.elements();
      default -> null;
    };
  }

  private static void run(Self self, Functions functions, Signal.SpawnRequest request, Blame origin)
      throws Exception {
    List<Term> arguments =
        switch (request.arguments().decode()) {
          case Decoded.Ok ok -> elements(ok.term());
          case Malformed malformed -> refuse(self, origin, malformed);
        };
    if (arguments == null || arguments.size() != request.arity()) {
      arguments = refuse(self, origin, new Malformed("not " + request.arity() + " arguments", 0));
    }
    Mfa call = new Mfa(request.module(), request.function(), arguments);
    try {
      functions.apply(self, call);
    } catch (RaisedException raised) {
      // No crash of ours: mostly there is no such function.
      LOG.warn(
          "process {}, spawned for {}, ends in {}: {}",
          self.pid(),
          request.from(),
          call,
          raised.getMessage());
      throw self.exit(Crash.reason(raised));
    }
  }

  private static List<Term> refuse(Self self, Blame origin, Malformed malformed) {
    origin.malformed(malformed);
    throw self.exit(BADARG);
  }
}
