package io.tempelhof.cli.shell;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermPrinter;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.rpc.Rpc;
import io.tempelhof.runtime.rpc.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// A shell on another node, ours or a genuine one: a process of the command's own node that calls
/// functions there, sends messages and receives the answers. To be used by that process only.
public final class Shell {
  /// What one line came to.
  ///
  /// @param lines to be shown
  /// @param ok false if it was refused or failed
  /// @param over the shell is left
  public record Reply(List<String> lines, boolean ok, boolean over) {
    private static Reply of(String line) {
      return new Reply(List.of(line), true, false);
    }

    private static Reply failed(String line) {
      return new Reply(List.of("** " + line), false, false);
    }
  }

  /// Messages shown by one `flush`; the others wait.
  static final int FLUSHED_MAX = 100;

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final Duration NAMES_WITHIN = Duration.ofSeconds(1);

  /// What is asked of a process; both kinds of nodes know these.
  private static final List<String> ITEMS =
      List.of(
          "registered_name",
          "status",
          "message_queue_len",
          "links",
          "monitors",
          "monitored_by",
          "trap_exit",
          "group_leader");

  private static final List<String> WORDS =
      List.of(
          "flush",
          "help",
          "inspect(",
          "quit",
          "receive",
          "self()",
          "variables",
          "node()",
          "processes()",
          "registered()",
          "whereis(");

  private static final List<String> HELP =
      List.of(
          "Term                    an Erlang term; calls may stand in it wherever a term may",
          "Module:Function(Args)   call a function there; without Module: one of erlang's",
          "To ! Message            send to a pid, a registered name or {Name, Node}",
          "receive [MILLIS]        wait for a message to self() (default 5000)",
          "flush                   show the messages that have come",
          "inspect(Process)        what is known of a pid or a registered name",
          "self()                  this shell's own pid",
          "X = ...                 keep what comes of a line; variables lists them. A second one",
          "                        takes the place of the first: nothing is matched",
          "quit                    leave",
          "Calls are made innermost first, from left to right, once the whole line is understood.",
          "There are no operators, funs with a body, case or comprehensions: call a function.",
          "A full stop at the end may be left out; Tab completes.");

  private final Self self;
  private final NodeName node;
  private final Bindings bindings;
  private final Calls calls;

  /// @param self the process that runs it
  /// @param node the node it is on
  public Shell(Self self, NodeName node) {
    this.self = self;
    this.node = node;
    this.bindings = new Bindings(self, node);
    this.calls = new Calls(self, node, bindings);
  }

  /// Does what a line says.
  public Reply run(String text) {
    try {
      return reply(Line.read(text, calls));
    } catch (Calls.Failed failed) {
      return Reply.failed(failed.why());
    }
  }

  private Reply reply(Line line) {
    return switch (line.what()) {
      case Line.What.Nothing() -> new Reply(List.of(), true, false);
      case Line.What.Wrong(String why) -> Reply.failed(why);
      case Line.What.Quit() -> new Reply(List.of(), true, true);
      case Line.What.Help() -> new Reply(HELP, true, false);
      case Line.What.Variables() -> variables();
      case Line.What.Flush() -> flush();
      case Line.What.Value(Term term) -> value(line, term);
      case Line.What.Receive(Duration atMost) -> receive(line, atMost);
      case Line.What.Send(Term to, Term message) -> send(line, to, message);
      case Line.What.Inspect(Term process) -> inspect(line, process);
    };
  }

  private String shown(Term term) {
    return TermPrinter.printAt(node.atom(), term);
  }

  private Reply value(Line line, Term term) {
    if (!line.variable().isEmpty() && !bindings.bind(line.variable(), term)) {
      return Reply.failed("no more than " + Bindings.VARIABLES_MAX + " variables");
    }
    return Reply.of(shown(term));
  }

  private Reply variables() {
    List<String> lines = new ArrayList<>();
    bindings.variables().forEach((name, term) -> lines.add(name + " = " + shown(term)));
    return new Reply(lines.isEmpty() ? List.of("no variable has a value") : lines, true, false);
  }

  private Reply flush() {
    List<String> lines = new ArrayList<>();
    Optional<Term> message = self.receive(Duration.ZERO);
    while (message.isPresent()) {
      lines.add("got " + shown(message.get()));
      message = lines.size() < FLUSHED_MAX ? self.receive(Duration.ZERO) : Optional.empty();
    }
    return new Reply(lines.isEmpty() ? List.of("nothing has come") : lines, true, false);
  }

  private Reply receive(Line line, Duration atMost) {
    return self.receive(atMost)
        .map(message -> value(line, message))
        .orElseGet(() -> Reply.failed("nothing came within " + atMost.toMillis() + " ms"));
  }

  private Reply send(Line line, Term to, Term message) {
    switch (to) {
      case Pid pid -> self.send(pid, message);
      case Ref alias -> self.send(alias, message);
      case Atom name -> self.send(name.text(), node, message);
      case Tuple pair
          when pair.arity() == 2 && pair.at(0) instanceof Atom name && name(pair).isPresent() ->
          self.send(name.text(), name(pair).get(), message);
      default -> {
        return Reply.failed("a message goes to a pid, an alias, a name or {Name, Node}");
      }
    }
    return value(line, message);
  }

  private static Optional<NodeName> name(Tuple pair) {
    return pair.at(1) instanceof Atom node
        ? Optional.ofNullable(NodeName.parse(node.text()))
        : Optional.empty();
  }

  private Reply inspect(Line line, Term process) {
    try {
      Term pid =
          process instanceof Atom name
              ? Rpc.call(self, node, Mfa.of("erlang", "whereis", name), ANSWER_WITHIN)
              : process;
      if (!(pid instanceof Pid found)) {
        return Reply.failed("no process is called " + shown(process));
      }
      NodeName at = NodeName.of(found.node().text());
      Term items = ListTerm.of(ITEMS.stream().map(Atom::of).toList());
      Mfa info = new Mfa(Atom.of("erlang"), Atom.of("process_info"), List.of(found, items));
      Term told = Rpc.call(self, at, info, ANSWER_WITHIN);
      if (!(told instanceof ListTerm list)) {
        return Reply.failed("there is no process " + shown(found) + " any more");
      }
      var _ = line.variable().isEmpty() || bindings.bind(line.variable(), told);
      List<String> lines = new ArrayList<>();
      lines.add("process            " + shown(found));
      list.elements().forEach(item -> lines.add(item(item)));
      return new Reply(lines, true, false);
    } catch (RpcException failed) {
      return Reply.failed(failure(failed));
    }
  }

  private String item(Term item) {
    return item instanceof Tuple pair && pair.arity() == 2
        ? "%-18s %s".formatted(shown(pair.at(0)), shown(pair.at(1)))
        : shown(item);
  }

  /// Why a call gave no value, in one line.
  public static String failure(RpcException failed) {
    return String.valueOf(failed.getMessage()).lines().findFirst().orElse("it failed");
  }

  /// How what has been typed may go on: whole words that begin with it.
  public NavigableSet<String> completions(String begun) {
    NavigableSet<String> all = new TreeSet<>(WORDS);
    all.addAll(bindings.variables().keySet());
    try {
      Term names = Rpc.call(self, node, Mfa.of("erlang", "registered"), NAMES_WITHIN);
      if (names instanceof ListTerm list) {
        list.elements().forEach(name -> all.add(name.toString()));
      }
    } catch (RpcException e) {
      // Then those are not offered.
    }
    all.removeIf(word -> !word.startsWith(begun));
    return all;
  }
}
