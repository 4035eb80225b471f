package io.tempelhof.runtime.supervise;

import io.tempelhof.core.supervise.ChildStatus;
import io.tempelhof.core.supervise.ChildType;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.server.ServerRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A supervisor to be asked: one of ours, here or elsewhere, or a genuine one. It is a value; there
/// need be no such supervisor.
///
/// As in OTP, requests wait for ever unless {@link #within} says otherwise: a child may take its
/// time to start and to end. They fail with {@link io.tempelhof.runtime.server.CallException}.
public final class SupervisorRef {
  static final String CHILDREN = "$tempelhof_children";

  private static final Duration FOR_EVER = Duration.ofDays(36_500);
  private static final TermMapping<ChildStatus> STATUS = TermMapping.of(ChildStatus.class);
  private static final TermMapping<ChildType> TYPE = TermMapping.of(ChildType.class);

  private final ServerRef<Term> server;

  private SupervisorRef(ServerRef<Term> server) {
    this.server = server;
  }

  /// A supervisor by its pid.
  public static SupervisorRef to(Pid pid) {
    return new SupervisorRef(ServerRef.to(Term.class, pid).within(FOR_EVER));
  }

  /// The supervisor that has this name on the asking node at that time.
  public static SupervisorRef to(String name) {
    return new SupervisorRef(ServerRef.to(Term.class, name).within(FOR_EVER));
  }

  /// The supervisor that has this name on that node at that time.
  public static SupervisorRef to(String name, NodeName node) {
    return new SupervisorRef(ServerRef.to(Term.class, name, node).within(FOR_EVER));
  }

  /// The same, with so much time for each request.
  public SupervisorRef within(Duration timeout) {
    return new SupervisorRef(server.within(timeout));
  }

  // Children of a supervisor on this JVM.

  /// Has a child started, and waits until it is ready. The specification goes by reference, so the
  /// supervisor must be on this JVM (any node of it).
  ///
  /// @return its pid; empty if it says it is not needed
  /// @throws RefusedException if it does not start, or one with its id is there already
  public Optional<Pid> startChild(Self self, ChildSpec child) {
    Term ticket = Handover.leave(child);
    try {
      return pid(ask(self, "start_child", ticket));
    } finally {
      Handover.end(ticket);
    }
  }

  // Requests as OTP's.

  /// Has a child started of a supervisor whose children differ only by their arguments ({@link
  /// Supervisor#template}, or a genuine {@code simple_one_for_one}), and waits until it is ready.
  ///
  /// @return its pid; empty if it says it is not needed
  /// @throws RefusedException if it does not start
  public Optional<Pid> startChild(Self self, List<?> arguments) {
    return pid(ask(self, "start_child", TermMapping.toTerm(arguments)));
  }

  /// Ends a child, and waits until it really has ended: a stuck one may take for ever.
  ///
  /// @param child its id; its pid where children have none
  /// @throws RefusedException if there is none
  public void terminateChild(Self self, Object child) {
    ask(self, "terminate_child", TermMapping.toTerm(child));
  }

  /// Starts a child that is down, and waits until it is ready.
  ///
  /// @return its pid; empty if it says it is not needed
  /// @throws RefusedException if it does not start, is not down, or there is none
  public Optional<Pid> restartChild(Self self, Object id) {
    return pid(ask(self, "restart_child", TermMapping.toTerm(id)));
  }

  /// Forgets a child that is down.
  ///
  /// @throws RefusedException if it is not down, or there is none
  public void deleteChild(Self self, Object id) {
    ask(self, "delete_child", TermMapping.toTerm(id));
  }

  /// A child as any supervisor shows it.
  ///
  /// @param process its pid, {@code restarting} or {@code undefined}
  public record Child(Term id, Term process, ChildType type) {}

  /// The children, those started last in front.
  public List<Child> whichChildren(Self self) {
    List<Child> children = new ArrayList<>();
    for (Term term : elements(server.ask(self, Atom.of("which_children")))) {
      if (!(term instanceof Tuple child) || child.arity() != 4) {
        throw new RefusedException(term);
      }
      ChildType type = TYPE.match(child.at(2));
      children.add(new Child(child.at(0), child.at(1), type == null ? ChildType.WORKER : type));
    }
    return children;
  }

  /// The children of a supervisor of ours with all that can be seen of them, those started last in
  /// front.
  ///
  /// @throws RefusedException if it is a genuine one
  public List<ChildStatus> children(Self self) {
    Term answer = server.ask(self, Atom.of(CHILDREN));
    List<ChildStatus> children = new ArrayList<>();
    for (Term term : elements(answer)) {
      ChildStatus child = STATUS.match(term);
      if (child == null) {
        throw new RefusedException(answer);
      }
      children.add(child);
    }
    return children;
  }

  /// Ends the supervisor with this reason, after its children, and waits for that.
  public void stop(Self self, Object reason) {
    server.stop(self, reason);
  }

  private static List<Term> elements(Term answer) {
    return switch (answer) {
      case ListTerm list when list.isProper() -> list.elements();
      case Nil _ -> List.of();
      default -> throw new RefusedException(answer);
    };
  }

  private Term ask(Self self, String request, Term what) {
    Term answer = server.ask(self, Tuple.of(Atom.of(request), what));
    if (answer.equals(Atom.of("ok"))) {
      return answer;
    }
    if (answer instanceof Tuple tuple && tuple.arity() >= 2) {
      if (tuple.at(0).equals(Atom.of("ok"))) {
        return tuple.at(1);
      }
      throw new RefusedException(tuple.at(1));
    }
    throw new RefusedException(answer);
  }

  private static Optional<Pid> pid(Term answer) {
    return answer instanceof Pid pid ? Optional.of(pid) : Optional.empty();
  }
}
