package io.tempelhof.runtime.rpc;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.GenMessage;
import io.tempelhof.runtime.GroupLeader;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Self;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The server {@code rex}, by which {@code rpc} did everything before there was {@code erpc}, and
/// still does some: {@code block_call}, {@code eval_everywhere}, {@code sbcast}; C nodes call by it
/// (OTP {@code rpc}). It runs what the node exports.
///
/// A {@code block_call} keeps everybody else waiting for as long as its function runs: that is its
/// purpose.
public final class Rex implements Body {
  private static final String NAME = "rex";
  private static final Atom REX = Atom.of(NAME);
  private static final Atom GEN_CAST = Atom.of("$gen_cast");
  private static final Atom CALL = Atom.of("call");
  private static final Atom BLOCK_CALL = Atom.of("block_call");
  private static final Atom CAST = Atom.of("cast");
  private static final Atom SEND = Atom.of("send");
  private static final Atom SBCAST = Atom.of("sbcast");
  private static final Atom DOWN = Atom.of("DOWN");
  private static final Atom BADRPC = Atom.of("badrpc");
  private static final Atom EXIT = Atom.of("EXIT");
  private static final Atom SYSTEM_LIMIT = Atom.of("system_limit");
  private static final Atom FEATURES_REQUEST = Atom.of("features_request");
  private static final Atom FEATURES_REPLY = Atom.of("features_reply");
  private static final Atom NONEXISTING_NAME = Atom.of("nonexisting_name");

  private final Exports exports;

  /// Who waits for a process that runs a function, by the monitor of that process.
  private final Map<Ref, BiConsumer<Self, Term>> waiting = new HashMap<>();

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
      spawn(self, request, (rex, value) -> from.reply(rex, value));
    } else if (request.is(BLOCK_CALL, 5)) {
      Pid before = GroupLeader.of(self);
      Term value = run(self, request);
      GroupLeader.set(self, before);
      from.reply(self, value);
    }
  }

  private void told(Self self, Tuple message) {
    if (message.is(DOWN, 5) && message.at(1) instanceof Ref ref) {
      ended(self, ref, message.at(4));
    } else if (message.is(GEN_CAST, 2)) {
      if (message.at(1) instanceof Tuple cast && cast.is(CAST, 5)) {
        self.spawn(runner -> {
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
      self.send(from, Tuple.of(FEATURES_REPLY, node, ListTerm.of(Request.ERPC)));
    } else if (asked instanceof Tuple request && request.is(CALL, 5)) {
      spawn(self, request, (rex, value) -> rex.send(from, Tuple.of(REX, value)));
    } else if (asked instanceof Tuple request && request.is(SBCAST, 3)) {
      boolean sent = pass(self, request.at(1), request.at(2));
      self.send(from, Tuple.of(REX, node, sent ? node : nobody(request)));
    } else if (asked instanceof Tuple request
        && request.is(SEND, 3)
        && !pass(self, request.at(1), Tuple.of(from, request.at(2)))) {
      self.send(from, Tuple.of(REX, node, nobody(request)));
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

  /// Has a process run the function, whose exit reason is the value.
  private void spawn(Self self, Tuple request, BiConsumer<Self, Term> answer) {
    Self.Spawned runner =
        self.spawnMonitor(process -> {
          throw process.exit(Tuple.of(REX, run(process, request)));
        });
    waiting.put(runner.ref(), answer);
  }

  private void ended(Self self, Ref ref, Term reason) {
    BiConsumer<Self, Term> answer = waiting.remove(ref);
    if (answer != null) {
      Term value = reason instanceof Tuple told && told.is(REX, 2) ? told.at(1) : badRpc(reason);
      answer.accept(self, value);
    }
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
