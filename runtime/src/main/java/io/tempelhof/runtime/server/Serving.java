package io.tempelhof.runtime.server;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Exited;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.GenMessage;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.behaviour.Behaviour;
import io.tempelhof.runtime.behaviour.Debug;
import io.tempelhof.runtime.behaviour.Loop;
import io.tempelhof.runtime.behaviour.Unhandled;
import io.tempelhof.runtime.behaviour.UnhandledException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A {@link Server} as the {@link Loop} runs it.
final class Serving<M> implements Behaviour {
  private static final TermMapping<Down> DOWN = TermMapping.of(Down.class);
  private static final TermMapping<Exited> EXIT = TermMapping.of(Exited.class);

  private final boolean brief;
  private final TermMapping<M> understood;
  private final ServerContext context;
  private final Server<M> server;
  private final Unhandled unhandled;

  private Serving(
      boolean brief, TermMapping<M> understood, ServerContext context, Server<M> server) {
    this.brief = brief;
    this.understood = understood;
    this.context = context;
    this.server = server;
    this.unhandled = new Unhandled(context.self(), server.getClass());
  }

  /// @param brief whether its handlers never wait
  static <M> Body begin(
      Self self, boolean brief, TermMapping<M> understood, Server.Opening<M> opening)
      throws Exception {
    Debug debug = new Debug(self.pid());
    ServerContext context = new ServerContext(self, debug);
    Server<M> server = opening.open(context);
    return new Loop(self, new Serving<>(brief, understood, context, server), debug);
  }

  @Override
  public boolean step() throws Exception {
    Object next = context.continuations.poll();
    if (next == null) {
      return false;
    }
    context.idle = null;
    try {
      server.handleContinue(next);
    } catch (UnhandledException _) {
      unhandled.count("the continuation", next);
    }
    return true;
  }

  @Override
  public @Nullable Duration patience() {
    return context.idle;
  }

  @Override
  public void elapsed() throws Exception {
    context.idle = null;
    try {
      server.handleTimeout();
    } catch (UnhandledException _) {
      unhandled.count("the", "timeout");
    }
  }

  @Override
  public void take(GenMessage message) throws Exception {
    context.idle = null;
    switch (message) {
      case GenMessage.Call(From from, Object request) -> call(from, request);
      case GenMessage.Cast(Object request) -> cast(request);
      case GenMessage.Other(Object content) -> info(content);
      case GenMessage.Sys sys -> throw new IllegalStateException("not a server's: " + sys);
    }
  }

  private void call(From from, Object content) throws Exception {
    M request = understood.matchValue(content);
    Object answer;
    try {
      if (request == null) {
        throw new UnhandledException();
      }
      answer = server.handleCall(request, from);
    } catch (UnhandledException _) {
      unhandled.count("the call", GenMessage.term(content));
      answer = Unhandled.UNKNOWN_CALL;
    }
    if (!(answer instanceof Deferred)) {
      context.reply(from, answer);
    }
  }

  private void cast(Object content) throws Exception {
    M request = understood.matchValue(content);
    try {
      if (request == null) {
        throw new UnhandledException();
      }
      server.handleCast(request);
    } catch (UnhandledException _) {
      unhandled.count("the cast", GenMessage.term(content));
    }
  }

  private void info(Object content) throws Exception {
    try {
      switch (content) {
        case Down down -> server.handleDown(down);
        case Exited exit -> server.handleExit(exit);
        default -> info(GenMessage.term(content));
      }
    } catch (UnhandledException _) {
      unhandled.count("the message", GenMessage.term(content));
    }
  }

  private void info(Term message) throws Exception {
    Down down = DOWN.match(message);
    Exited exit = down == null ? EXIT.match(message) : null;
    if (down != null) {
      server.handleDown(down);
    } else if (exit != null) {
      server.handleExit(exit);
    } else {
      server.handleInfo(message);
    }
  }

  @Override
  public boolean isBrief() {
    return brief;
  }

  @Override
  public @Nullable Term ending() {
    return context.ending;
  }

  @Override
  public void terminate(Term reason) throws Exception {
    server.terminate(reason);
  }

  @Override
  public String module() {
    return "gen_server";
  }

  @Override
  public Class<?> callbacks() {
    return server.getClass();
  }

  @Override
  public Term state() {
    return TermMapping.toTerm(server.state());
  }

  @Override
  public Term replaceState(StateChange change) throws Exception {
    Term next = change.apply(state());
    server.replaceState(next);
    return next;
  }

  @Override
  public Term status(String name, Term general) {
    return ListTerm.of(
        Tuple.of(Atom.of("header"), ListTerm.ofLatin1("Status for generic server " + name)),
        general,
        Tuple.of(
            Atom.of("data"),
            ListTerm.of(
                Tuple.of(ListTerm.ofLatin1("State"), state()),
                Tuple.of(ListTerm.ofLatin1("Unhandled messages"), unhandled.total()))));
  }
}
