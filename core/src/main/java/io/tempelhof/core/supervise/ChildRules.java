package io.tempelhof.core.supervise;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.MapTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a supervisor must know of a child, but for how it is started (OTP {@code supervisor},
/// "child specification").
///
/// @param id names it among its siblings; {@code undefined} under {@link
///   Strategy#SIMPLE_ONE_FOR_ONE}, where it has none
/// @param significant see {@link AutoShutdown}
/// @param startWithin how long its start may take; it is killed when that has passed
public record ChildRules(
    Term id,
    Restart restart,
    boolean significant,
    Shutdown shutdown,
    ChildType type,
    Duration startWithin) {

  /// Says that there is no module and function to call: what starts a child is Java code.
  private static final Term START = Tuple.of(Atom.of("tempelhof"), Atom.of("start_child"), Nil.NIL);

  public ChildRules {
    if (significant && restart == Restart.PERMANENT) {
      throw new IllegalArgumentException(
          "child " + id + " is permanent, so it cannot be significant");
    }
  }

  /// What speaks against such a child, as OTP says it; null if nothing does.
  @Nullable Term refusedBy(AutoShutdown autoShutdown) {
    return significant && autoShutdown == AutoShutdown.NEVER
        ? Tuple.of(
            Atom.of("bad_combination"),
            ListTerm.of(
                Tuple.of(Atom.of("auto_shutdown"), Atom.of("never")),
                Tuple.of(Atom.of("significant"), Atom.TRUE)))
        : null;
  }

  /// The child specification as OTP gives it ({@code supervisor:get_childspec/2}). Its {@code
  /// start} is a placeholder.
  public Term specification() {
    return MapTerm.of(
        Atom.of("id"), id,
        Atom.of("start"), START,
        Atom.of("restart"), TermMapping.toTerm(restart),
        Atom.of("significant"), TermMapping.toTerm(significant),
        Atom.of("shutdown"), shutdown.term(),
        Atom.of("type"), TermMapping.toTerm(type),
        Atom.of("modules"), Nil.NIL);
  }

  /// The record by which OTP says which child failed to start.
  Term offender() {
    return Tuple.of(
        Atom.of("child"),
        Atom.UNDEFINED,
        id,
        START,
        TermMapping.toTerm(restart),
        TermMapping.toTerm(significant),
        shutdown.term(),
        TermMapping.toTerm(type),
        Nil.NIL);
  }

  /// Whether a child that ended by itself with this reason is to be started again.
  boolean restartsAfter(Term reason) {
    return switch (restart) {
      case PERMANENT -> true;
      case TRANSIENT -> !isOrderly(reason);
      case TEMPORARY -> false;
    };
  }

  /// Whether a child that was told to end has done so as it should.
  boolean isExpected(Term reason) {
    boolean asTold =
        shutdown instanceof Shutdown.BrutalKill
            ? reason.equals(Reasons.KILLED)
            : reason.equals(Reasons.SHUTDOWN);
    return asTold || (restart != Restart.PERMANENT && isOrderly(reason));
  }

  /// Whether that is the reason of a process that ended because its work was done.
  static boolean isOrderly(Term reason) {
    return reason.equals(Reasons.NORMAL)
        || reason.equals(Reasons.SHUTDOWN)
        || (reason instanceof Tuple tuple && tuple.is(Reasons.SHUTDOWN, 2));
  }
}
