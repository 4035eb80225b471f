package io.tempelhof.runtime.machine;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.core.term.mapping.UnmappableException;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.GenMessage;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.Timer;
import io.tempelhof.runtime.behaviour.Behaviour;
import io.tempelhof.runtime.behaviour.Debug;
import io.tempelhof.runtime.behaviour.Loop;
import io.tempelhof.runtime.behaviour.Unhandled;
import io.tempelhof.runtime.behaviour.UnhandledException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A {@link StateMachine} as the {@link Loop} runs it: between the program's callbacks, which
/// decide, and the {@link Machine}, which keeps the rules.
final class Machinery<S, M> implements Behaviour {
  private static final TermMapping<Fired> FIRED = TermMapping.of(Fired.class);

  private final Self self;
  private final TermMapping<M> understood;
  private final StateMachine<S, M> program;
  private final Machine<S, M> machine;
  private final Debug debug;
  private final Unhandled unhandled;
  private final Map<Long, Timer> timers = new HashMap<>();

  /// Nobody else knows it: a timer is up only if this machine says so.
  private final Ref mark;

  private @Nullable Term ending;

  /// The message by which a timer is up. It comes in order with all others.
  record Fired(Ref mark, long timer) {}

  private Machinery(Self self, TermMapping<M> understood, StateMachine<S, M> program, Debug debug)
      throws Exception {
    this.self = self;
    this.understood = understood;
    this.program = program;
    this.machine = new Machine<>(program.initialState());
    this.debug = debug;
    this.unhandled = new Unhandled(self, program.getClass());
    this.mark = self.alias();
    self.unalias(mark);
  }

  static <S, M> Body begin(Self self, TermMapping<M> understood, StateMachine.Opening<S, M> opening)
      throws Exception {
    Debug debug = new Debug(self.pid());
    Machinery<S, M> running = new Machinery<>(self, understood, opening.open(self), debug);
    running.step(); // entering the first state is part of the start
    return new Loop(self, running, debug);
  }

  @Override
  public boolean step() throws Exception {
    S previous = machine.entering();
    if (previous != null) {
      Transition<S, M> then = new Transition<>(true);
      program.enter(previous, machine.state(), then);
      follow(machine.entered(then));
      return true;
    }
    Event<M> event = machine.poll();
    if (event == null) {
      return false;
    }
    follow(machine.handled(decide(event)));
    return true;
  }

  private Transition<S, M> decide(Event<M> event) throws Exception {
    Transition<S, M> then = new Transition<>(false);
    try {
      program.handle(machine.state(), event, then);
      return then;
    } catch (UnhandledException _) {
      unhandled.count("the event", event);
      Transition<S, M> stay = new Transition<>(false);
      if (event instanceof Event.Call<M> call) {
        stay.reply(call.from(), Unhandled.UNKNOWN_CALL);
      }
      return stay;
    }
  }

  private void follow(List<Machine.Effect> effects) {
    for (Machine.Effect effect : effects) {
      switch (effect) {
        case Machine.Effect.Answer(From from, Object answer) -> {
          from.reply(self, answer);
          debug.out(answer, from);
        }
        case Machine.Effect.Start(long timer, Duration after) ->
            timers.put(timer, self.sendAfter(after, self.pid(), new Fired(mark, timer)));
        case Machine.Effect.Cancel(long timer) -> {
          Timer set = timers.remove(timer);
          if (set != null) {
            var _ = set.cancel();
          }
        }
        case Machine.Effect.End(Term reason) -> ending = reason;
      }
    }
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
    switch (message) {
      case GenMessage.Call(From from, Object content) -> {
        M request = understood.matchValue(content);
        if (request == null) {
          unhandled.count("the call", GenMessage.term(content));
          from.reply(self, Unhandled.UNKNOWN_CALL);
        } else {
          machine.arrive(new Event.Call<>(from, request));
        }
      }
      case GenMessage.Cast(Object content) -> {
        M request = understood.matchValue(content);
        if (request == null) {
          unhandled.count("the cast", GenMessage.term(content));
        } else {
          machine.arrive(new Event.Cast<>(request));
        }
      }
      case GenMessage.Other(Object content) -> other(content);
      case GenMessage.Sys sys -> throw new IllegalStateException("not a machine's: " + sys);
    }
  }

  private void other(Object content) {
    Fired fired = content instanceof Fired own ? own : FIRED.match(GenMessage.term(content));
    if (fired != null && fired.mark().equals(mark)) {
      timers.remove(fired.timer());
      machine.fired(fired.timer());
    } else {
      machine.arrive(new Event.Message<>(GenMessage.term(content)));
    }
  }

  @Override
  public @Nullable Term ending() {
    return ending;
  }

  @Override
  public void terminate(Term reason) throws Exception {
    program.terminate(reason, machine.state());
  }

  @Override
  public String module() {
    return "gen_statem";
  }

  @Override
  public Class<?> callbacks() {
    return program.getClass();
  }

  @Override
  public Term state() {
    return Tuple.of(shown(machine.state()), TermMapping.toTerm(program.data()));
  }

  /// A state need not have a term form.
  private static Term shown(Object state) {
    try {
      return TermMapping.toTerm(state);
    } catch (UnmappableException e) {
      return TermMapping.toTerm(state.toString());
    }
  }

  @Override
  public Term replaceState(StateChange change) throws Exception {
    Term next = change.apply(state());
    if (!(next instanceof Tuple tuple && tuple.arity() == 2)) {
      throw new IllegalArgumentException(next + " is no {State, Data}");
    }
    machine.replace(program.replace(tuple.at(0), tuple.at(1)));
    return next;
  }

  @Override
  public Term status(String name, Term general) {
    return ListTerm.of(
        Tuple.of(Atom.of("header"), ListTerm.ofLatin1("Status for state machine " + name)),
        general,
        Tuple.of(
            Atom.of("data"),
            ListTerm.of(
                Tuple.of(ListTerm.ofLatin1("State"), state()),
                Tuple.of(ListTerm.ofLatin1("Postponed"), Int.of(machine.postponedEvents())),
                Tuple.of(ListTerm.ofLatin1("Time-outs"), Int.of(machine.runningTimeouts())),
                Tuple.of(ListTerm.ofLatin1("Unhandled messages"), unhandled.total()))));
  }
}
