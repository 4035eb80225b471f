package io.tempelhof.runtime.event;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.server.CallException;
import io.tempelhof.runtime.server.ServerRef;
import java.time.Duration;
import java.util.List;

/// An event manager to be told of events and asked for its handlers: one of ours, here or
/// elsewhere, or a genuine {@code gen_event}. It is a value; there need be no such manager.
///
/// What waits for an answer fails with {@link CallException}, after 5 s at the latest unless {@link
/// #within} says otherwise. A handler is named as in Erlang, by an atom or {@code {Atom, Id}}.
///
/// @param <E> the manager's events
public final class EventServerRef<E> {
  private final ServerRef<Object> manager;

  private EventServerRef(ServerRef<Object> manager) {
    this.manager = manager;
  }

  /// An event on its way.
  record Notify(Object event) {}

  /// A manager by its pid.
  ///
  /// @param type of its events
  public static <E> EventServerRef<E> to(Class<E> type, Pid pid) {
    return new EventServerRef<>(ServerRef.to(Object.class, pid));
  }

  /// The manager that has this name on the node of the process that uses it.
  public static <E> EventServerRef<E> to(Class<E> type, String name) {
    return new EventServerRef<>(ServerRef.to(Object.class, name));
  }

  /// The manager that has this name on that node.
  public static <E> EventServerRef<E> to(Class<E> type, String name, NodeName node) {
    return new EventServerRef<>(ServerRef.to(Object.class, name, node));
  }

  /// The same, with so much time for each answer.
  public EventServerRef<E> within(Duration timeout) {
    return new EventServerRef<>(manager.within(timeout));
  }

  /// Tells of an event, and waits for nothing.
  public void notify(Self self, E event) {
    manager.send(self, new Notify(event));
  }

  /// Tells of an event, and waits until all handlers have handled it.
  public void syncNotify(Self self, E event) {
    var _ = ask(self, Tuple.of(Atom.of("sync_notify"), TermMapping.toTerm(event)));
  }

  /// Asks a handler.
  ///
  /// @return its answer; {@code {error, bad_module}} if there is no such handler, {@code {error,
  ///   {'EXIT', Reason}}} if it failed
  public Term call(Self self, Term handler, Object request) {
    return ask(self, Tuple.of(Atom.of("call"), handler, TermMapping.toTerm(request)));
  }

  /// Adds a handler.
  ///
  /// @return {@code ok}, or why it was not added
  public Term addHandler(Self self, Term handler, Object arguments) {
    return ask(self, Tuple.of(Atom.of("add_handler"), handler, TermMapping.toTerm(arguments)));
  }

  /// Adds a handler that goes when this process ends; this one gets a message {@code
  /// {gen_event_EXIT, Handler, Reason}} when it is removed. The manager and this process are
  /// linked.
  ///
  /// @return {@code ok}, or why it was not added
  public Term addSupHandler(Self self, Term handler, Object arguments) {
    Term given = TermMapping.toTerm(arguments);
    return ask(self, Tuple.of(Atom.of("add_sup_handler"), handler, given, self.pid()));
  }

  /// Removes a handler.
  ///
  /// @return what its {@link EventHandler#terminate} gives; {@code {error, module_not_found}} if
  ///   there is no such
  public Term deleteHandler(Self self, Term handler, Object arguments) {
    return ask(self, Tuple.of(Atom.of("delete_handler"), handler, TermMapping.toTerm(arguments)));
  }

  /// The handlers it has, the one added last first.
  public List<Term> whichHandlers(Self self) {
    Term answer = ask(self, Atom.of("which_handlers"));
    return answer instanceof ListTerm list ? list.elements() : List.of();
  }

  /// Ends the manager, like {@link ServerRef#stop}.
  public void stop(Self self, Object reason) {
    manager.stop(self, reason);
  }

  private Term ask(Self self, Term question) {
    return manager.ask(self, self.pid(), question);
  }
}
