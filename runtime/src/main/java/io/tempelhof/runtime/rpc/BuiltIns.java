package io.tempelhof.runtime.rpc;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.ProcessInfo;
import io.tempelhof.runtime.Processes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The functions every node exports because tools and libraries call them on any node. All of them
/// only look; what they give is true of this node:
///
/// {@code erlang:node/0}, {@code erlang:self/0}, {@code erlang:processes/0}, {@code
/// erlang:registered/0}, {@code erlang:whereis/1}, {@code erlang:is_process_alive/1}, {@code
/// erlang:process_info/2}.
///
/// Of {@code process_info} there are the items {@code registered_name}, {@code message_queue_len},
/// {@code links}, {@code monitors}, {@code monitored_by}, {@code trap_exit}, {@code group_leader}
/// and {@code status}; others raise {@code badarg}, as unknown ones do in Erlang.
final class BuiltIns {
  private static final Atom PROCESS = Atom.of("process");

  private BuiltIns() {}

  static void export(Exports exports, Processes processes) {
    exports.raw("erlang", "node", 0, (_, _) -> processes.node().atom());
    exports.raw("erlang", "self", 0, (self, _) -> self.pid());
    exports.raw("erlang", "processes", 0, (_, _) -> ListTerm.of(processes.list()));
    exports.raw("erlang", "registered", 0, (_, _) -> registered(processes));
    exports.raw("erlang", "whereis", 1, (_, call) -> whereis(processes, call));
    exports.raw("erlang", "is_process_alive", 1, (_, call) -> isAlive(processes, call));
    exports.raw("erlang", "process_info", 2, (_, call) -> info(processes, call));
  }

  private static Term registered(Processes processes) {
    return ListTerm.of(processes.names().stream().map(Atom::of).toList());
  }

  private static Term whereis(Processes processes, Mfa call) {
    if (call.arguments().getFirst() instanceof Atom name) {
      return processes.whereis(name.text()).<Term>map(pid -> pid).orElse(Atom.UNDEFINED);
    }
    throw Erpc.badArgument(call);
  }

  private static boolean isAlive(Processes processes, Mfa call) {
    return processes.info(ours(processes, call)).filter(BuiltIns::isAlive).isPresent();
  }

  private static boolean isAlive(ProcessInfo info) {
    return info.state() != ProcessInfo.State.ENDING && info.state() != ProcessInfo.State.STUCK;
  }

  private static Pid ours(Processes processes, Mfa call) {
    if (call.arguments().getFirst() instanceof Pid pid
        && pid.node().equals(processes.node().atom())) {
      return pid;
    }
    throw Erpc.badArgument(call);
  }

  private static Term info(Processes processes, Mfa call) {
    ProcessInfo info = processes.info(ours(processes, call)).orElse(null);
    Term items = call.arguments().get(1);
    return switch (items) {
      case Atom item -> one(info, item, call);
      case Nil _ -> info == null ? Atom.UNDEFINED : Nil.NIL;
      case ListTerm list when list.isProper() -> all(info, list.elements(), call);
      default -> throw Erpc.badArgument(call);
    };
  }

  private static Term one(@Nullable ProcessInfo info, Atom item, Mfa call) {
    Term value = info == null ? Atom.UNDEFINED : value(info, item, call);
    if (info == null) {
      return value;
    }
    boolean nameless = item.text().equals("registered_name") && value.equals(Nil.NIL);
    return nameless ? Nil.NIL : Tuple.of(item, value);
  }

  private static Term all(@Nullable ProcessInfo info, List<Term> items, Mfa call) {
    List<Term> values = new ArrayList<>();
    for (Term item : items) {
      if (!(item instanceof Atom name)) {
        throw Erpc.badArgument(call);
      }
      if (info != null) {
        values.add(Tuple.of(name, value(info, name, call)));
      }
    }
    return info == null ? Atom.UNDEFINED : ListTerm.of(values);
  }

  private static Term value(ProcessInfo info, Atom item, Mfa call) {
    return switch (item.text()) {
      case "registered_name" -> info.name() == null ? Nil.NIL : Atom.of(info.name());
      case "message_queue_len" -> Int.of(info.mailbox());
      case "links" -> ListTerm.of(info.links());
      case "monitors" -> ListTerm.of(info.monitors().stream().map(BuiltIns::process).toList());
      case "monitored_by" -> ListTerm.of(info.monitoredBy());
      case "trap_exit" -> info.trapsExits() ? Atom.TRUE : Atom.FALSE;
      case "group_leader" -> info.groupLeader();
      case "status" -> status(info.state());
      default -> throw Erpc.badArgument(call);
    };
  }

  private static Term process(Term watched) {
    return Tuple.of(PROCESS, watched);
  }

  private static Atom status(ProcessInfo.State state) {
    return switch (state) {
      case RUNNING, BLOCKED -> Atom.of("running");
      case WAITING -> Atom.of("waiting");
      case ENDING, STUCK -> Atom.of("exiting");
    };
  }
}
