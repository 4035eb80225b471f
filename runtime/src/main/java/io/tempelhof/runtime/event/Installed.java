package io.tempelhof.runtime.event;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import org.jspecify.annotations.Nullable;

/// A handler that was added.
///
/// @param id {@code Name} or {@code {Name, Id}}
/// @param supervisor whom it goes with; null for nobody
record Installed<E>(Term id, EventHandler<E> handler, Removal removal, @Nullable Pid supervisor) {

  /// Whether it wants to be removed.
  static final class Removal {
    boolean wanted;
  }

  /// The name of the kind of handler that this is to be one of.
  static @Nullable Atom name(Term id) {
    return switch (id) {
      case Atom name -> name;
      case Tuple pair when pair.arity() == 2 && pair.at(0) instanceof Atom name -> name;
      default -> null;
    };
  }

  /// As {@code sys:get_state} shows it: {@code {Name, Id, State}}.
  Term shown(Term state) {
    return id instanceof Tuple pair
        ? Tuple.of(pair.at(0), pair.at(1), state)
        : Tuple.of(id, Atom.FALSE, state);
  }
}
