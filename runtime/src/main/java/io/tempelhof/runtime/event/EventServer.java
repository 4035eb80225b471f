package io.tempelhof.runtime.event;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.behaviour.Startable;
import java.util.LinkedHashMap;
import java.util.Map;

/// Says how an event manager is started: which events it has, and which handlers can be added to
/// it. A process adds them by their names, also from an Erlang node: {@code
/// gen_event:add_handler({alarms, Node}, logger, Arguments)}.
///
/// @param <E> its events: a record, a sealed interface, any type with a term form, or {@link
///   io.tempelhof.core.term.Term} for everything
public final class EventServer<E> {
  private final TermMapping<E> events;
  private final Map<Atom, EventHandler.Factory<E>> handlers;

  private EventServer(TermMapping<E> events, Map<Atom, EventHandler.Factory<E>> handlers) {
    this.events = events;
    this.handlers = handlers;
  }

  /// A manager to which no handler can be added yet.
  ///
  /// @throws io.tempelhof.core.term.mapping.UnmappableException if the type has no term form
  public static <E> EventServer<E> of(Class<E> type) {
    return new EventServer<>(TermMapping.of(type), Map.of());
  }

  /// The same, to which such a handler can be added as well.
  ///
  /// @param name what Erlang takes for its module
  public EventServer<E> offering(String name, EventHandler.Factory<E> handler) {
    Map<Atom, EventHandler.Factory<E>> more = new LinkedHashMap<>(handlers);
    more.put(Atom.of(name), handler);
    return new EventServer<>(events, more);
  }

  /// What is started: a manager without handlers. It traps exits.
  public Startable startable() {
    return Startable.of(self -> Managing.begin(self, events, handlers));
  }
}
