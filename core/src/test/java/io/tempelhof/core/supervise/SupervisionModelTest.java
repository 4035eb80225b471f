package io.tempelhof.core.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Where every child starts and ends at once, a supervision does what {@link BlockingModel} does,
/// whatever happens: the same starts and stops in the same order, the same answers.
class SupervisionModelTest {
  private static final int RUNS = Integer.getInteger("tempelhof.supervisions", 5_000);
  private static final List<String> IDS = List.of("a", "b", "c", "d", "e", "f");
  private static final List<Strategy> STRATEGIES =
      List.of(Strategy.ONE_FOR_ONE, Strategy.ONE_FOR_ALL, Strategy.REST_FOR_ONE);
  private static final List<Term> REASONS =
      List.of(
          Atom.of("normal"),
          Atom.of("shutdown"),
          Tuple.of(Atom.of("shutdown"), Atom.of("why")),
          Atom.of("crash"),
          Atom.of("crash"));

  @Test
  void doesWhatABlockingSupervisorDoes() {
    long events = 0;
    int overs = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      Run run = new Run(seed);
      try {
        run.run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + run.done, e);
      }
      events += run.events;
      overs += run.troupe.over.isPresent() ? 1 : 0;
    }
    assertThat(events).isGreaterThan(10L * RUNS);
    assertThat(overs).isBetween(RUNS / 10, RUNS - RUNS / 10);
  }

  private static final class Run {
    private final SplittableRandom random;
    private final SupervisionSettings settings;
    private final Troupe troupe;
    private final BlockingModel model;
    private final List<String> done = new ArrayList<>();
    private long events;

    Run(long seed) {
      random = new SplittableRandom(seed);
      Strategy strategy = any(STRATEGIES);
      settings =
          SupervisionSettings.of(strategy, Intensity.of(random.nextInt(6), Duration.ofSeconds(1)))
              .withAutoShutdown(any(List.of(AutoShutdown.values())));
      troupe = new Troupe(settings);
      model = new BlockingModel(settings);
    }

    void run() {
      done.add(settings.toString());
      if (random.nextInt(8) == 0) {
        failNext();
      }
      List<ChildRules> first = IDS.subList(0, random.nextInt(6)).stream().map(this::rules).toList();
      model.begin(first);
      troupe.begin(first.toArray(ChildRules[]::new));
      compare("begin " + first, "", "");
      for (int i = 0; i < 20 && model.over.isEmpty(); i++) {
        act();
      }
      if (model.over.isEmpty() && random.nextBoolean()) {
        model.end(Atom.of("bye"));
        troupe.stop(Atom.of("bye"));
        compare("stop", "", "");
      }
    }

    private ChildRules rules(String id) {
      Restart restart = any(List.of(Restart.values()));
      boolean significant =
          settings.autoShutdown() != AutoShutdown.NEVER
              && restart != Restart.PERMANENT
              && random.nextBoolean();
      return Troupe.child(id, restart, significant);
    }

    private void failNext() {
      String id = any();
      List<Term> coming = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        coming.add(random.nextInt(3) == 0 ? Troupe.IGNORE : Atom.of("bad"));
      }
      done.add("fail " + id + " " + coming);
      troupe.failures.put(id, new ArrayList<>(coming));
      model.failures.put(id, coming);
    }

    private String any() {
      return any(IDS);
    }

    private <T> T any(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }

    private void act() {
      troupe.pass(Duration.ofMillis(random.nextInt(4) * 100L));
      if (random.nextInt(6) == 0) {
        failNext();
      }
      String id = any();
      switch (random.nextInt(8)) {
        case 0 -> {
          ChildRules rules = rules(id);
          compare("start " + rules, model.startChild(rules), said(troupe.start(rules)));
        }
        case 1 -> compare("terminate " + id, model.terminateChild(id), said(troupe.terminate(id)));
        case 2 -> compare("restart " + id, model.restartChild(id), said(troupe.restart(id)));
        case 3 -> compare("delete " + id, model.deleteChild(id), said(troupe.delete(id)));
        default -> {
          if (troupe.living().contains(id)) {
            Term reason = REASONS.get(random.nextInt(REASONS.size()));
            model.ended(id, reason, troupe.now);
            troupe.end(id, reason);
            compare("end " + id + " " + reason, "", "");
          }
        }
      }
    }

    /// What an answer says, without pids and without the child that OTP adds to a failure.
    private static String said(Term answer) {
      if (!(answer instanceof Tuple tuple)) {
        return answer.toString();
      }
      Term content = tuple.at(1);
      if (content instanceof Pid) {
        return "ok";
      }
      return content instanceof Tuple failure ? failure.at(0).toString() : content.toString();
    }

    private void compare(String what, String expected, String actual) {
      done.add(what);
      events += troupe.log.size();
      assertThat(troupe.takeLog()).isEqualTo(String.join(", ", model.log));
      model.log.clear();
      assertThat(actual).isEqualTo(expected);
      assertThat(troupe.over).isEqualTo(model.over);
      if (model.over.isEmpty()) {
        assertThat(troupe.states()).isEqualTo(model.states());
        assertThat(troupe.ready).isTrue();
      }
    }
  }
}
