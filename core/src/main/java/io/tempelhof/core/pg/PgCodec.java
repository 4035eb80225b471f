package io.tempelhof.core.pg;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// {@link PgMessage}s as terms (OTP {@code pg}).
public final class PgCodec {
  private static final Atom CAST = Atom.of("$gen_cast");
  private static final Atom DISCOVER = Atom.of("discover");
  private static final Atom SYNC = Atom.of("sync");
  private static final Atom JOIN = Atom.of("join");
  private static final Atom LEAVE = Atom.of("leave");

  private PgCodec() {}

  /// The message as a scope expects it.
  public static Term encode(PgMessage message) {
    return switch (message) {
      case PgMessage.Discover(Pid scope) -> Tuple.of(DISCOVER, scope);
      case PgMessage.Sync(Pid scope, Map<Term, List<Pid>> groups) -> {
        List<Term> pairs = new ArrayList<>(groups.size());
        groups.forEach((group, pids) -> pairs.add(Tuple.of(group, ListTerm.of(pids))));
        yield Tuple.of(CAST, Tuple.of(SYNC, scope, ListTerm.of(pairs)));
      }
      case PgMessage.Join(Pid scope, Term group, List<Pid> pids) ->
          Tuple.of(JOIN, scope, group, ListTerm.of(pids));
      case PgMessage.Leave(Pid scope, List<Pid> pids, List<Term> groups) ->
          Tuple.of(LEAVE, scope, ListTerm.of(pids), ListTerm.of(groups));
    };
  }

  /// Reads a message; empty if it is none of a scope's.
  public static Optional<PgMessage> decode(Term message) {
    if (!(message instanceof Tuple tuple)) {
      return Optional.empty();
    }
    if (tuple.is(CAST, 2)) {
      return tuple.at(1) instanceof Tuple cast && cast.is(SYNC, 3) ? sync(cast) : Optional.empty();
    }
    if (tuple.arity() < 2 || !(tuple.at(1) instanceof Pid scope)) {
      return Optional.empty();
    }
    // A version may follow the pid (OTP 26 and later).
    if (tuple.is(DISCOVER, 2) || tuple.is(DISCOVER, 3)) {
      return Optional.of(new PgMessage.Discover(scope));
    }
    if (tuple.is(JOIN, 4)) {
      return pids(tuple.at(3)).map(pids -> new PgMessage.Join(scope, tuple.at(2), pids));
    }
    if (tuple.is(LEAVE, 4)) {
      return pids(tuple.at(2))
          .flatMap(pids ->
              elements(tuple.at(3)).map(groups -> new PgMessage.Leave(scope, pids, groups)));
    }
    return Optional.empty();
  }

  private static Optional<PgMessage> sync(Tuple cast) {
    List<Term> pairs = elements(cast.at(2)).orElse(null);
    if (pairs == null || !(cast.at(1) instanceof Pid scope)) {
      return Optional.empty();
    }
    Map<Term, List<Pid>> groups = new LinkedHashMap<>();
    for (Term each : pairs) {
      List<Pid> pids = each instanceof Tuple pair ? membersIn(pair) : null;
      if (pids == null) {
        return Optional.empty();
      }
      groups.put(((Tuple) each).at(0), pids);
    }
    return Optional.of(new PgMessage.Sync(scope, groups));
  }

  private static @Nullable List<Pid> membersIn(Tuple pair) {
    return pair.arity() == 2 ? pids(pair.at(1)).orElse(null) : null;
  }

  /// One pid, or a list of pids.
  private static Optional<List<Pid>> pids(Term term) {
    if (term instanceof Pid pid) {
      return Optional.of(List.of(pid));
    }
    return elements(term)
        .filter(list -> list.stream().allMatch(Pid.class::isInstance))
        .map(list -> list.stream().map(Pid.class::cast).toList());
  }

  private static Optional<List<Term>> elements(Term term) {
    return switch (term) {
      case Nil _ -> Optional.of(List.of());
      case ListTerm list when list.isProper() -> Optional.of(list.elements());
      default -> Optional.empty();
    };
  }
}
