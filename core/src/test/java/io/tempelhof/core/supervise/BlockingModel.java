package io.tempelhof.core.supervise;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A supervisor as OTP's manual describes it: it does one thing at a time and waits for it. Written
/// without a look at {@link Supervision}, to be compared with it where every child starts and ends
/// at once.
final class BlockingModel {
  private static final class Kid {
    final ChildRules rules;
    boolean up;

    Kid(ChildRules rules) {
      this.rules = rules;
    }

    String id() {
      return ((Atom) rules.id()).text();
    }
  }

  private final SupervisionSettings settings;
  private final List<Kid> kids = new ArrayList<>();
  private final List<Long> restarts = new ArrayList<>();
  final Map<String, List<Term>> failures = new HashMap<>();
  final List<String> log = new ArrayList<>();
  Optional<Term> over = Optional.empty();

  BlockingModel(SupervisionSettings settings) {
    this.settings = settings;
  }

  void begin(List<ChildRules> children) {
    children.forEach(rules -> kids.add(new Kid(rules)));
    for (Kid kid : List.copyOf(kids)) {
      Term failure = start(kid);
      if (failure != null) {
        end(
            Tuple.of(
                Atom.of("shutdown"),
                Tuple.of(Atom.of("failed_to_start_child"), kid.rules.id(), failure)));
        return;
      }
    }
  }

  /// @return why not; null if it runs or is not needed
  private Term start(Kid kid) {
    log.add("start " + kid.id());
    List<Term> coming = failures.getOrDefault(kid.id(), List.of());
    if (coming.isEmpty()) {
      kid.up = true;
      return null;
    }
    Term failure = coming.removeFirst();
    if (!failure.equals(Troupe.IGNORE)) {
      return failure;
    }
    forgetTemporary(kid);
    return null;
  }

  private void forgetTemporary(Kid kid) {
    if (kid.rules.restart() == Restart.TEMPORARY) {
      kids.remove(kid);
    }
  }

  private void terminate(Kid kid) {
    if (kid.up) {
      log.add("shutdown " + kid.id());
      log.add("end " + kid.id());
      kid.up = false;
    }
    forgetTemporary(kid);
  }

  void end(Term reason) {
    List.copyOf(kids).reversed().forEach(this::terminate);
    over = Optional.of(reason);
  }

  /// A child has ended by itself.
  void ended(String id, Term reason, long now) {
    log.add("end " + id);
    Kid kid = find(id);
    kid.up = false;
    boolean orderly =
        List.of("normal", "shutdown").contains(reason.toString())
            || reason.toString().startsWith("{shutdown,");
    Restart type = kid.rules.restart();
    if (type == Restart.PERMANENT || (type == Restart.TRANSIENT && !orderly)) {
      restart(kid, now);
      return;
    }
    forgetTemporary(kid);
    boolean others = kids.stream().anyMatch(k -> k.rules.significant() && k.up);
    AutoShutdown auto = settings.autoShutdown();
    if (kid.rules.significant()
        && (auto == AutoShutdown.ANY_SIGNIFICANT
            || (auto == AutoShutdown.ALL_SIGNIFICANT && !others))) {
      end(Atom.of("shutdown"));
    }
  }

  private void restart(Kid first, long now) {
    for (Kid kid = first; kid != null; kid = attempt(kid)) {
      restarts.removeIf(then -> then < now - settings.intensity().period().toNanos());
      restarts.add(now);
      if (restarts.size() > settings.intensity().restarts()) {
        end(Atom.of("shutdown"));
        return;
      }
    }
  }

  /// @return the child that failed to start; null if none did
  private Kid attempt(Kid kid) {
    List<Kid> group =
        switch (settings.strategy()) {
          case ONE_FOR_ONE, SIMPLE_ONE_FOR_ONE -> List.of(kid);
          case ONE_FOR_ALL -> List.copyOf(kids);
          case REST_FOR_ONE -> List.copyOf(kids.subList(kids.indexOf(kid), kids.size()));
        };
    group.reversed().forEach(this::terminate);
    for (Kid member : group) {
      if (kids.contains(member) && start(member) != null) {
        return member;
      }
    }
    return null;
  }

  private Kid find(String id) {
    return kids.stream().filter(kid -> kid.id().equals(id)).findFirst().orElse(null);
  }

  // Requests. The answer is what can be said without pids: ok, undefined or why not.

  String startChild(ChildRules rules) {
    Kid twin = find(((Atom) rules.id()).text());
    if (twin != null) {
      return twin.up ? "already_started" : "already_present";
    }
    Kid kid = new Kid(rules);
    kids.add(kid);
    Term failure = start(kid);
    if (failure != null) {
      kids.remove(kid);
    }
    return said(kid, failure);
  }

  private static String said(Kid kid, Term failure) {
    if (failure != null) {
      return failure.toString();
    }
    return kid.up ? "ok" : "undefined";
  }

  String terminateChild(String id) {
    Kid kid = find(id);
    if (kid == null) {
      return "not_found";
    }
    terminate(kid);
    return "ok";
  }

  String restartChild(String id) {
    Kid kid = find(id);
    if (kid == null) {
      return "not_found";
    }
    return kid.up ? "running" : said(kid, start(kid));
  }

  String deleteChild(String id) {
    Kid kid = find(id);
    if (kid == null) {
      return "not_found";
    }
    if (kid.up) {
      return "running";
    }
    kids.remove(kid);
    return "ok";
  }

  String states() {
    return String.join(
        " ", kids.stream().map(kid -> kid.id() + "=" + (kid.up ? "RUNNING" : "DOWN")).toList());
  }
}
