package io.tempelhof.core.supervise;

import io.tempelhof.core.supervise.SupervisionInput.NewChild;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A supervision whose children do what a test says. Unless told otherwise they start and end as
/// soon as they are asked to.
final class Troupe {
  static final Atom NODE = Atom.of("here@localhost");
  static final Duration SECOND = Duration.ofSeconds(1);

  final Supervision supervision;
  final List<SupervisionOutput.Report> reports = new ArrayList<>();

  /// What was done, in order: {@code start a}, {@code shutdown a}, {@code kill a}, {@code end a}.
  final List<String> log = new ArrayList<>();

  /// Children that do not say anything when they are started, by their ids.
  final Set<String> slow = new LinkedHashSet<>();

  /// Children that do not heed {@code shutdown}.
  final Set<String> stubborn = new LinkedHashSet<>();

  /// Children that do not heed {@code kill} either.
  final Set<String> heedless = new LinkedHashSet<>();

  /// How the next starts of these children go wrong, one after the other.
  final Map<String, List<Term>> failures = new HashMap<>();

  /// In place of a failure: it is not needed.
  static final Atom IGNORE = Atom.of("ignore");

  private final Map<Long, String> ids = new HashMap<>();
  private final Map<String, Long> living = new LinkedHashMap<>();
  private final Map<Long, Term> answers = new HashMap<>();
  private long keys;
  private long requests;
  private int pids;
  long now = 1_000_000_000_000L;
  boolean ready;
  Optional<Term> over = Optional.empty();

  Troupe(SupervisionSettings settings) {
    supervision = new Supervision(settings);
  }

  Troupe(Strategy strategy, int restarts, String... children) {
    this(SupervisionSettings.of(strategy, Intensity.of(restarts, SECOND)));
    begin(Arrays.stream(children).map(Troupe::permanent).toArray(ChildRules[]::new));
  }

  static ChildRules permanent(String id) {
    return child(id, Restart.PERMANENT);
  }

  static ChildRules child(String id, Restart restart) {
    return child(id, restart, false);
  }

  static ChildRules child(String id, Restart restart, boolean significant) {
    return new ChildRules(
        Atom.of(id), restart, significant, Shutdown.within(SECOND), ChildType.WORKER, SECOND);
  }

  private NewChild spec(ChildRules rules, String name) {
    ids.put(++keys, name);
    return new NewChild(keys, rules);
  }

  void begin(ChildRules... children) {
    step(
        new SupervisionInput.Begin(
            Arrays.stream(children).map(rules -> spec(rules, name(rules.id()))).toList()));
  }

  private static String name(Term id) {
    return id instanceof Atom(String text) ? text : id.toString();
  }

  // Requests.

  // Each gives the answer; {@link #IGNORE} if there is none yet.

  Term start(ChildRules rules) {
    return start(rules, name(rules.id()));
  }

  /// @param name by which this class knows the child
  Term start(ChildRules rules, String name) {
    return ask(new SupervisionInput.StartChild(++requests, spec(rules, name)));
  }

  Term terminate(String id) {
    return ask(new SupervisionInput.TerminateChild(++requests, Atom.of(id)));
  }

  Term terminate(Pid pid) {
    return ask(new SupervisionInput.TerminateChild(++requests, pid));
  }

  Term restart(String id) {
    return ask(new SupervisionInput.RestartChild(++requests, Atom.of(id)));
  }

  Term delete(String id) {
    return ask(new SupervisionInput.DeleteChild(++requests, Atom.of(id)));
  }

  void stop(Term reason) {
    step(new SupervisionInput.Stop(reason));
  }

  /// The number of the last request.
  long request() {
    return requests;
  }

  Term answer(long request) {
    return answers.getOrDefault(request, IGNORE);
  }

  private Term ask(SupervisionInput input) {
    step(input);
    return answer(requests);
  }

  // What children do.

  void ready(String id) {
    step(new SupervisionInput.Started(key(id), nextPid()));
  }

  void end(String id, Term reason) {
    log.add("end " + id);
    long key = key(id);
    living.remove(id);
    step(new SupervisionInput.Ended(key, reason));
  }

  void crash(String id) {
    end(id, Atom.of("crash"));
  }

  private Pid nextPid() {
    return new Pid(NODE, ++pids, 0, 1);
  }

  private long key(String id) {
    Long key = living.get(id);
    if (key == null) {
      throw new AssertionError(id + " has no process: " + log);
    }
    return key;
  }

  Set<String> living() {
    return living.keySet();
  }

  // Time.

  void pass(Duration time) {
    now += time.toNanos();
    if (supervision.nextDeadline() <= now) {
      step(new SupervisionInput.Timer());
    }
  }

  // Behind it.

  private void step(SupervisionInput input) {
    List<SupervisionOutput> outputs = new ArrayList<>();
    supervision.step(input, now, outputs::add);
    outputs.forEach(this::perform);
  }

  private void perform(SupervisionOutput output) {
    if (over.isPresent()) {
      throw new AssertionError(output + " after the end");
    }
    switch (output) {
      case SupervisionOutput.Start(long key) -> started(key, name(key));
      case SupervisionOutput.Exit(long key, Term reason) -> exit(name(key), name(reason));
      case SupervisionOutput.Forget(long key) -> ids.remove(key);
      case SupervisionOutput.Answer(long request, Term reply) -> {
        if (answers.put(request, reply) != null) {
          throw new AssertionError("a second answer: " + output);
        }
      }
      case SupervisionOutput.Ready() -> ready = true;
      case SupervisionOutput.Over(Term reason) -> {
        if (!living.isEmpty()) {
          throw new AssertionError("over while these live: " + living.keySet());
        }
        over = Optional.of(reason);
      }
      case SupervisionOutput.Report report -> reports.add(report);
    }
  }

  private String name(long key) {
    String name = ids.get(key);
    if (name == null) {
      throw new AssertionError("key " + key + " was forgotten");
    }
    return name;
  }

  private void started(long key, String id) {
    log.add("start " + id);
    if (living.put(id, key) != null) {
      throw new AssertionError("a second process for " + id + ": " + log);
    }
    List<Term> coming = failures.getOrDefault(id, List.of());
    if (!coming.isEmpty()) {
      Term failure = coming.removeFirst();
      living.remove(id);
      step(
          failure.equals(IGNORE)
              ? new SupervisionInput.Ignored(key)
              : new SupervisionInput.Ended(key, failure));
    } else if (!slow.contains(id)) {
      ready(id);
    }
  }

  private void exit(String id, String how) {
    log.add(how + " " + id);
    boolean kill = how.equals("kill");
    if (kill ? !heedless.contains(id) : !stubborn.contains(id)) {
      end(id, kill ? Reasons.KILLED : Reasons.SHUTDOWN);
    }
  }

  /// The states of the children in the order of their starts: {@code a=RUNNING b=DOWN}.
  String states() {
    return String.join(
        " ",
        supervision.children().reversed().stream()
            .map(child -> name(child.id()) + "=" + child.state())
            .toList());
  }

  /// The log so far, which begins anew.
  String takeLog() {
    String text = String.join(", ", log);
    log.clear();
    return text;
  }

  /// {@code {ok, Pid}} of the process started as the {@code n}th, from 1.
  static Term ok(int n) {
    return Replies.ok(new Pid(NODE, n, 0, 1));
  }

  static Term error(String reason) {
    return Replies.error(Atom.of(reason));
  }
}
