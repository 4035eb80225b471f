package io.tempelhof.runtime.event;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Exited;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.GenMessage;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.behaviour.Behaviour;
import io.tempelhof.runtime.behaviour.Debug;
import io.tempelhof.runtime.behaviour.Loop;
import io.tempelhof.runtime.behaviour.Unhandled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An event manager as the {@link Loop} runs it: reads the messages of {@code gen_event} and
/// answers them.
final class Managing<E> implements Behaviour {
  private static final Atom OK = Atom.of("ok");
  private static final Atom NOTIFY = Atom.of("notify");
  private static final Atom STOP = Atom.of("stop");
  private static final TermMapping<Exited> EXIT = TermMapping.of(Exited.class);

  private final Self self;
  private final TermMapping<E> events;
  private final Handlers<E> handlers;
  private final Debug debug;
  private final Unhandled unhandled;
  private @Nullable Term ending;

  private Managing(
      Self self, TermMapping<E> events, Map<Atom, EventHandler.Factory<E>> kinds, Debug debug) {
    this.self = self;
    this.events = events;
    this.debug = debug;
    this.unhandled = new Unhandled(self, EventServer.class);
    this.handlers = new Handlers<>(self, kinds, unhandled);
  }

  static <E> Body begin(
      Self self, TermMapping<E> events, Map<Atom, EventHandler.Factory<E>> kinds) {
    self.trapExits(true);
    Debug debug = new Debug(self.pid());
    return new Loop(self, new Managing<>(self, events, kinds, debug), debug);
  }

  @Override
  public boolean step() {
    return false;
  }

  @Override
  public @Nullable Duration patience() {
    return null;
  }

  @Override
  public void elapsed() {
    throw new IllegalStateException("it waits for ever");
  }

  @Override
  public void take(GenMessage message) {
    if (message instanceof GenMessage.Other(EventServerRef.Notify(Object event))) {
      announce(event);
      return;
    }
    Term term = message.term();
    if (term instanceof Tuple tuple && tuple.is(NOTIFY, 2)) {
      announce(tuple.at(1));
    } else if (term instanceof Tuple question
        && question.arity() == 3
        && question.at(0) instanceof Pid
        && question.at(1) instanceof Tuple from
        && from.arity() == 2
        && from.at(0) instanceof Pid pid) {
      reply(new From(pid, from.at(1)), question.at(2));
    } else {
      other(term);
    }
  }

  private void reply(From from, Term question) {
    Term answer = answer(question);
    if (answer == null) {
      unhandled.count("the call", question);
      answer = Unhandled.UNKNOWN_CALL;
    }
    from.reply(self, answer);
    debug.out(answer, from);
  }

  private void announce(Object content) {
    E event = events.matchValue(content);
    if (event == null) {
      unhandled.count("the event", GenMessage.term(content));
    } else {
      handlers.announce(event);
    }
  }

  private void other(Term message) {
    Exited exit = EXIT.match(message);
    if (exit != null) {
      handlers.supervisorEnded(exit.from(), exit.reason());
    }
    handlers.inform(message);
  }

  /// @return null if it is no question that a manager understands
  private @Nullable Term answer(Term question) {
    return switch (question) {
      case Atom(String word) ->
          switch (word) {
            case "which_handlers" -> ListTerm.of(handlers.ids());
            case "get_modules" ->
                ListTerm.of(handlers.ids().stream().map(Installed::name).distinct().toList());
            case "stop" -> {
              ending = Atom.of("normal");
              yield OK;
            }
            default -> null;
          };
      case Tuple tuple when tuple.arity() > 1 && tuple.at(0) instanceof Atom(String word) ->
          answer(word, tuple.elements());
      default -> null;
    };
  }

  private @Nullable Term answer(String word, List<Term> question) {
    return switch (word + "/" + question.size()) {
      case "sync_notify/2" -> {
        announce(question.get(1));
        yield OK;
      }
      case "call/3" -> handlers.call(question.get(1), question.get(2));
      case "add_handler/3" -> handlers.add(question.get(1), question.get(2), null);
      case "add_sup_handler/4" ->
          question.get(3) instanceof Pid supervisor
              ? handlers.add(question.get(1), question.get(2), supervisor)
              : null;
      case "delete_handler/3" -> handlers.delete(question.get(1), question.get(2));
      case "swap_handler/5" -> swap(question, null);
      case "swap_sup_handler/6" ->
          question.get(5) instanceof Pid supervisor ? swap(question, supervisor) : null;
      default -> null;
    };
  }

  private Term swap(List<Term> question, @Nullable Pid supervisor) {
    return handlers.swap(
        question.get(1), question.get(2), question.get(3), question.get(4), supervisor);
  }

  @Override
  public @Nullable Term ending() {
    return ending;
  }

  @Override
  public void terminate(Term reason) {
    handlers.end(STOP);
  }

  @Override
  public String module() {
    return "gen_event";
  }

  @Override
  public Class<?> callbacks() {
    return EventServer.class;
  }

  @Override
  public Term state() {
    return ListTerm.of(handlers.states());
  }

  @Override
  public Term replaceState(StateChange change) {
    throw new UnsupportedOperationException("handlers set no state from outside");
  }

  @Override
  public Term status(String name, Term general) {
    return ListTerm.of(
        Tuple.of(Atom.of("header"), ListTerm.ofLatin1("Status for event handler " + name)),
        general,
        Tuple.of(
            Atom.of("items"),
            Tuple.of(ListTerm.ofLatin1("Installed handlers"), ListTerm.of(handlers.states()))),
        Tuple.of(
            Atom.of("data"),
            ListTerm.of(Tuple.of(ListTerm.ofLatin1("Unhandled messages"), unhandled.total()))));
  }
}
