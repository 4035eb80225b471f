package io.tempelhof.runtime.rpc;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Export;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Crash;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.ProcessExit;
import io.tempelhof.runtime.RaisedException;
import io.tempelhof.runtime.RaisedException.Kind;
import io.tempelhof.runtime.Self;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a node runs for the {@code erpc} and {@code rpc} of others: {@code erpc:execute_call/4},
/// {@code erpc:execute_cast/3}, and {@code erlang:apply/2,3}, each of which runs an exported
/// function and nothing else (OTP {@code erpc}).
final class Erpc {
  /// The longest value a call may have, in bytes as it travels: it goes as an exit reason, and a
  /// node of ours takes none that is longer.
  static final int VALUE_BYTES_MAX = (16 << 20) - 1_024;

  /// A stack names the arguments of a call that are no longer than that, else their number: it goes
  /// back with whatever else an exit reason holds.
  static final int SHOWN_BYTES_MAX = 1 << 20;

  private static final Atom ERLANG = Atom.of("erlang");
  private static final Atom APPLY = Atom.of("apply");
  private static final Atom UNDEF = Atom.of("undef");
  private static final Atom FUNCTION_CLAUSE = Atom.of("function_clause");
  private static final Atom BADARG = Atom.of("badarg");
  private static final Atom BADFUN = Atom.of("badfun");
  private static final Atom BADARITY = Atom.of("badarity");
  private static final Atom EXCEPTION = Atom.of("exception");
  private static final Atom SYSTEM_LIMIT = Atom.of("system_limit");

  /// What calls the functions: their stacks end there.
  private static final Set<String> CALLERS =
      Set.of(Exports.class.getName(), ExportedMethod.class.getName());

  private final Exports exports;

  private Erpc(Exports exports) {
    this.exports = exports;
  }

  static void export(Exports exports) {
    Erpc erpc = new Erpc(exports);
    exports.raw("erpc", "execute_call", 4, erpc::executeCall);
    exports.raw("erpc", "execute_cast", 3, erpc::executeCast);
    exports.raw("erlang", "apply", 2, erpc::applyFun);
    exports.raw("erlang", "apply", 3, (self, call) -> exports.apply(self, named(call, 0)));
  }

  /// There is no such function, or nobody may call it.
  static RaisedException undefined(Mfa call) {
    return RaisedException.error(UNDEF, at(call));
  }

  /// The function does not take such arguments.
  static RaisedException functionClause(Mfa call) {
    return RaisedException.error(FUNCTION_CLAUSE, at(call));
  }

  static RaisedException badArgument(Mfa call) {
    return RaisedException.error(BADARG, at(call));
  }

  /// A stack of one frame: the call itself.
  private static Term at(Mfa call) {
    Term arguments = ListTerm.of(call.arguments());
    boolean shown = Encoded.of(arguments).size() <= SHOWN_BYTES_MAX;
    return ListTerm.of(
        Tuple.of(
            call.module(), call.function(), shown ? arguments : Int.of(call.arity()), Nil.NIL));
  }

  /// The call that module, function and arguments say, which are arguments of another from {@code
  /// first} on.
  static Mfa named(Mfa call, int first) {
    Mfa apply = new Mfa(ERLANG, APPLY, call.arguments().subList(first, first + 3));
    List<Term> arguments = elements(apply.arguments().get(2), apply);
    if (apply.arguments().get(0) instanceof Atom module
        && apply.arguments().get(1) instanceof Atom function) {
      return new Mfa(module, function, arguments);
    }
    throw badArgument(apply);
  }

  private static List<Term> elements(Term list, Mfa call) {
    return switch (list) {
      case Nil _ -> List.of();
      case ListTerm elements when elements.isProper() -> elements.elements();
      default -> throw badArgument(call);
    };
  }

  /// Only {@code fun M:F/A} can be run: the code of any other fun is at its maker's.
  private Object applyFun(Self self, Mfa call) throws Exception {
    Term fun = call.arguments().getFirst();
    List<Term> arguments = elements(call.arguments().get(1), call);
    if (!(fun instanceof Export export)) {
      throw RaisedException.error(Tuple.of(BADFUN, fun), at(call));
    }
    if (export.arity() != arguments.size()) {
      Term why = Tuple.of(BADARITY, Tuple.of(fun, ListTerm.of(arguments)));
      throw RaisedException.error(why, at(call));
    }
    return exports.apply(self, new Mfa(export.module(), export.function(), arguments));
  }

  /// Never returns: how the call went is the exit reason.
  private Object executeCall(Self self, Mfa call) {
    throw self.exit(answer(self, call.arguments().getFirst(), call));
  }

  private Term answer(Self self, Term result, Mfa call) {
    return switch (outcome(exports, self, call, 1)) {
      case Outcome.Value(Term value) -> Tuple.of(result, Request.RETURN, value);
      case Outcome.Raised raised ->
          switch (raised.kind()) {
            case ERROR -> Tuple.of(result, Request.ERROR, raised.reason(), raised.stack());
            case EXIT -> Tuple.of(result, Request.EXIT, raised.reason());
            case THROW -> Tuple.of(result, Request.THROW, raised.reason());
          };
      case Outcome.Failure _ ->
          Tuple.of(result, Request.ERROR, Tuple.of(Request.ERPC, SYSTEM_LIMIT));
    };
  }

  /// Runs a function and catches whatever it throws.
  ///
  /// @param first where the arguments of {@code call} begin to name the function
  /// @return a value, what was raised, or that this is too long
  static Outcome outcome(Exports exports, Self self, Mfa call, int first) {
    return switch (caught(exports, self, call, first)) {
      case Outcome.Raised(_, Term reason, Term stack)
          when Encoded.of(Tuple.of(reason, stack)).size() > VALUE_BYTES_MAX ->
          new Outcome.Refused(SYSTEM_LIMIT);
      case Outcome other -> other;
    };
  }

  private static Outcome caught(Exports exports, Self self, Mfa call, int first) {
    try {
      Object value = exports.apply(self, named(call, first));
      return TermMapping.encode(value).size() > VALUE_BYTES_MAX
          ? new Outcome.Refused(SYSTEM_LIMIT)
          : new Outcome.Value(TermMapping.toTerm(value));
    } catch (ProcessExit exit) {
      return new Outcome.Raised(Kind.EXIT, exit.reason(), Nil.NIL);
    } catch (RaisedException raised) {
      Term stack = raised.kind() == Kind.ERROR ? stack(raised, call, first) : Nil.NIL;
      return new Outcome.Raised(raised.kind(), raised.reason(), stack);
    } catch (Throwable thrown) {
      return new Outcome.Raised(Kind.ERROR, Crash.error(thrown), stack(thrown, call, first));
    }
  }

  private Object executeCast(Self self, Mfa call) throws Exception {
    try {
      return exports.apply(self, named(call, 0));
    } catch (RaisedException raised) {
      throw raised.kind() == Kind.ERROR ? failed(raised, raised.reason(), call) : raised;
    } catch (Exception thrown) {
      throw failed(thrown, Crash.error(thrown), call);
    }
  }

  private static RaisedException failed(Exception cause, Term reason, Mfa cast) {
    Term why = Tuple.of(EXCEPTION, Tuple.of(reason, stack(cause, cast, 0)));
    Term here = Tuple.of(cast.module(), cast.function(), Int.of(cast.arity()), Nil.NIL);
    RaisedException raised = RaisedException.error(why, ListTerm.of(here));
    raised.initCause(cause);
    return raised;
  }

  /// The stack as far as it is the function's, and below it the function's name.
  ///
  /// @param first where the arguments of {@code call} begin to name the function
  private static Term stack(Throwable thrown, Mfa call, int first) {
    if (thrown instanceof RaisedException raised && raised.stack().isPresent()) {
      return raised.stack().get();
    }
    List<Term> arguments = call.arguments();
    List<Term> frames = new ArrayList<>();
    if (Crash.stack(thrown) instanceof ListTerm all) {
      for (Term frame : all.elements()) {
        if (frame instanceof Tuple tuple
            && tuple.at(0) instanceof Atom place
            && CALLERS.contains(place.text())) {
          break;
        }
        frames.add(frame);
      }
    }
    int arity = arguments.get(first + 2) instanceof ListTerm list ? list.size() : 0;
    frames.add(Tuple.of(arguments.get(first), arguments.get(first + 1), Int.of(arity), Nil.NIL));
    return ListTerm.of(frames);
  }
}
