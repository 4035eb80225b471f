package io.tempelhof.runtime.rpc;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.GenMessage;
import io.tempelhof.runtime.GroupLeader;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.SystemLimitException;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server {@code rex}, by which {@code rpc} did everything before there was {@code erpc}, and
/// still does some: {@code block_call}, {@code eval_everywhere}, {@code sbcast}; C nodes call by it
/// (OTP {@code rpc}). It runs what the node exports.
///
/// A {@code block_call} keeps everybody else waiting for as long as its function runs: that is its
/// purpose. Otherwise it waits for nobody: answers that find no room wait in processes of their
/// own.
public final class Rex implements Body {
  private static final Logger LOG = LoggerFactory.getLogger(Rex.class);
  private static final String NAME = "rex";
  private static final Atom REX = Atom.of(NAME);
  private static final Atom GEN_CAST = Atom.of("$gen_cast");
  private static final Atom CALL = Atom.of("call");
  private static final Atom BLOCK_CALL = Atom.of("block_call");
  private static final Atom CAST = Atom.of("cast");
  private static final Atom SEND = Atom.of("send");
  private static final Atom SBCAST = Atom.of("sbcast");
  private static final Atom BADRPC = Atom.of("badrpc");
  private static final Atom EXIT = Atom.of("EXIT");
  private static final Atom SYSTEM_LIMIT = Atom.of("system_limit");
  private static final Atom FEATURES_REQUEST = Atom.of("features_request");
  private static final Atom FEATURES_REPLY = Atom.of("features_reply");
  private static final Atom NONEXISTING_NAME = Atom.of("nonexisting_name");

  private final Exports exports;

  private Rex(Exports exports) {
    this.exports = exports;
  }

  /// Starts it.
  ///
  /// @throws io.tempelhof.runtime.NameTakenException if it runs already
  public static void start(Processes processes, Exports exports) {
    processes.spawn(NAME, new Rex(exports));
  }

  @Override
  public void run(Self self) {
    self.trapExits(true); // nobody restarts it, and anybody may link to it
    while (true) {
      Term message = self.receive();
      if (GenMessage.of(message) instanceof GenMessage.Call(From from, Tuple request)) {
        asked(self, from, request);
      } else if (message instanceof Tuple tuple) {
        told(self, tuple);
      }
    }
  }

  private void asked(Self self, From from, Tuple request) {
    if (request.is(CALL, 5)) {
      call(self, request, from::reply);
    } else if (request.is(BLOCK_CALL, 5)) {
      Pid before = GroupLeader.of(self);
      Term value = run(self, request);
      GroupLeader.set(self, before);
      aside(self, process -> from.reply(process, value));
    }
  }

  private void told(Self self, Tuple message) {
    if (message.is(GEN_CAST, 2)) {
      if (message.at(1) instanceof Tuple cast && cast.is(CAST, 5)) {
        aside(
            self,
            runner -> {
              var _ = run(runner, cast);
            });
      }
    } else if (message.arity() == 2 && message.at(0) instanceof Pid from) {
      askedOfOld(self, from, message.at(1));
    }
  }

  /// In the manner of old: {@code {From, Request}}.
  private void askedOfOld(Self self, Pid from, Term asked) {
    Atom node = self.node().atom();
    if (asked.equals(FEATURES_REQUEST)) {
      tell(self, from, Tuple.of(FEATURES_REPLY, node, ListTerm.of(Request.ERPC)));
    } else if (asked instanceof Tuple request && request.is(CALL, 5)) {
      call(self, request, (process, value) -> process.send(from, Tuple.of(REX, value)));
    } else if (asked instanceof Tuple request && request.is(SBCAST, 3)) {
      boolean sent = pass(self, request.at(1), request.at(2));
      tell(self, from, Tuple.of(REX, node, sent ? node : nobody(request)));
    } else if (asked instanceof Tuple request
        && request.is(SEND, 3)
        && !pass(self, request.at(1), Tuple.of(from, request.at(2)))) {
      tell(self, from, Tuple.of(REX, node, nobody(request)));
    }
  }

  private static Term nobody(Tuple request) {
    return Tuple.of(NONEXISTING_NAME, request.at(1));
  }

  /// Sends a message to a registered name; false if nobody has it.
  private static boolean pass(Self self, Term name, Term message) {
    Optional<Pid> owner = name instanceof Atom atom ? self.whereis(atom.text()) : Optional.empty();
    owner.ifPresent(pid -> self.send(pid, message));
    return owner.isPresent();
  }

  private static void tell(Self self, Pid to, Term message) {
    if (!self.trySend(to, message)) {
      aside(self, process -> process.send(to, message));
    }
  }

  /// Has something done in a process of its own, or not at all when there can be no more.
  private static void aside(Self self, Body body) {
    try {
      self.spawn(body);
    } catch (SystemLimitException tooManyProcesses) {
      LOG.warn("a cast or an answer is dropped: {}", tooManyProcesses.getMessage());
    }
  }

  /// Has a process run the function, and another one answer with its end.
  private void call(Self self, Tuple request, BiConsumer<Self, Term> answer) {
    try {
      self.spawn(keeper -> answer.accept(keeper, value(keeper, request)));
    } catch (SystemLimitException tooManyProcesses) {
      answer.accept(self, badRpc(SYSTEM_LIMIT));
    }
  }

  private Term value(Self keeper, Tuple request) {
    Self.Spawned runner;
    try {
      runner =
          keeper.spawnMonitor(process -> {
            throw process.exit(Tuple.of(REX, run(process, request)));
          });
    } catch (SystemLimitException tooManyProcesses) {
      return badRpc(SYSTEM_LIMIT);
    }
    Pattern<Down> end = Pattern.of(Down.class).where(down -> down.ref().equals(runner.ref()));
    Term reason = keeper.receive(end).reason();
    return reason instanceof Tuple told && told.is(REX, 2) ? told.at(1) : badRpc(reason);
  }

  /// The value of {@code catch apply(Module, Function, Arguments)}, as {@code rpc} hands it on.
  ///
  /// @param request {@code {Kind, Module, Function, Arguments, GroupLeader}}
  private Term run(Self self, Tuple request) {
    if (request.at(4) instanceof Pid leader) {
      GroupLeader.set(self, leader);
    }
    Mfa apply = Mfa.of("erlang", "apply", request.at(1), request.at(2), request.at(3));
    return switch (Erpc.outcome(exports, self, apply, 0)) {
      case Outcome.Value(Term value) -> caught(value);
      case Outcome.Raised raised ->
          switch (raised.kind()) {
            case THROW -> caught(raised.reason());
            case EXIT -> badRpc(raised.reason());
            case ERROR -> badRpc(Tuple.of(raised.reason(), raised.stack()));
          };
      case Outcome.Failure _ -> badRpc(SYSTEM_LIMIT);
    };
  }

  /// {@code catch} does not tell a value of this form from an exit.
  private static Term caught(Term value) {
    return value instanceof Tuple tuple && tuple.is(EXIT, 2) ? Tuple.of(BADRPC, value) : value;
  }

  private static Term badRpc(Term reason) {
    return Tuple.of(BADRPC, Tuple.of(EXIT, reason));
  }
}
