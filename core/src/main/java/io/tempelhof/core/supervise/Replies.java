package io.tempelhof.core.supervise;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a supervisor answers, in the shapes of OTP's {@code supervisor}.
public final class Replies {
  static final Atom OK = Atom.of("ok");
  static final Atom SIMPLE_ONE_FOR_ONE = Atom.of("simple_one_for_one");
  static final Atom NOT_FOUND = Atom.of("not_found");

  private static final Atom ERROR = Atom.of("error");
  private static final Atom RUNNING = Atom.of("running");
  private static final Atom RESTARTING = Atom.of("restarting");

  private Replies() {}

  /// {@code {ok, What}}.
  public static Term ok(Term what) {
    return Tuple.of(OK, what);
  }

  /// {@code {error, Reason}}.
  public static Term error(Term reason) {
    return Tuple.of(ERROR, reason);
  }

  static Term shutdown(Term why) {
    return Tuple.of(Reasons.SHUTDOWN, why);
  }

  /// Why another child cannot be taken in; null if it can.
  static @Nullable Term refusal(ChildRules rules, SupervisionSettings settings, Children children) {
    if (children.size() >= settings.childrenMax()) {
      return Atom.of("max_children");
    }
    Term refusal = rules.refusedBy(settings.autoShutdown());
    Child twin =
        settings.strategy() == Strategy.SIMPLE_ONE_FOR_ONE ? null : children.find(rules.id());
    if (refusal != null || twin == null) {
      return refusal;
    }
    return twin.pid == null
        ? Atom.of("already_present")
        : Tuple.of(Atom.of("already_started"), twin.pid);
  }

  /// Why a child cannot be restarted or deleted.
  static Term whyNot(boolean simple, @Nullable Child child) {
    if (simple) {
      return SIMPLE_ONE_FOR_ONE;
    }
    if (child == null) {
      return NOT_FOUND;
    }
    return child.isRestarting() ? RESTARTING : RUNNING;
  }

  /// That a child asked for did not come up. OTP says which child only where it is new and has an
  /// id.
  static Term refused(Child child, Term reason, boolean simple) {
    boolean plain =
        simple
            || !child.fresh
            || (reason instanceof Tuple tuple && tuple.is(Atom.of("already_started"), 2));
    return error(plain ? reason : Tuple.of(reason, child.rules.offender()));
  }

  /// The answer to {@code which_children}.
  public static Term whichChildren(List<ChildStatus> children) {
    return ListTerm.of(
        children.stream()
            .map(child ->
                Tuple.of(child.id(), process(child), TermMapping.toTerm(child.type()), Nil.NIL))
            .toList());
  }

  private static Term process(ChildStatus child) {
    return child.state() == ChildState.RESTARTING
        ? RESTARTING
        : child.pid().<Term>map(pid -> pid).orElse(Atom.UNDEFINED);
  }

  /// The answer to {@code count_children}.
  ///
  /// @param simple whether all are of one specification
  public static Term countChildren(List<ChildStatus> children, boolean simple) {
    long active = children.stream().filter(child -> child.pid().isPresent()).count();
    long supervisors =
        children.stream().filter(child -> child.type() == ChildType.SUPERVISOR).count();
    return ListTerm.of(
        count("specs", simple ? 1 : children.size()),
        count("active", active),
        count("supervisors", supervisors),
        count("workers", children.size() - supervisors));
  }

  private static Term count(String what, long count) {
    return Tuple.of(Atom.of(what), Int.of(count));
  }
}
