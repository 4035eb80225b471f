package io.tempelhof.core.supervise;

import static io.tempelhof.core.supervise.Troupe.child;
import static io.tempelhof.core.supervise.Troupe.error;
import static io.tempelhof.core.supervise.Troupe.ok;
import static io.tempelhof.core.supervise.Troupe.permanent;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rules of OTP's supervisor, one by one.
class SupervisionTest {
  private static final Term CRASH = Atom.of("crash");
  private static final Term PARENT_IS_GONE = Atom.of("parent_is_gone");

  private static List<Term> once(Term failure) {
    return new ArrayList<>(List.of(failure));
  }

  // Starting and ending.

  @Test
  void startsInOrderEachWhenTheOneBeforeIsReady() {
    Troupe troupe = new Troupe(SupervisionSettings.of(Strategy.ONE_FOR_ONE, Intensity.DEFAULT));
    troupe.slow.add("b");
    troupe.begin(permanent("a"), permanent("b"), permanent("c"));
    assertThat(troupe.takeLog()).isEqualTo("start a, start b");
    assertThat(troupe.ready).isFalse();
    assertThat(troupe.states()).isEqualTo("a=RUNNING b=STARTING c=DOWN");
    troupe.ready("b");
    assertThat(troupe.takeLog()).isEqualTo("start c");
    assertThat(troupe.ready).isTrue();
  }

  @Test
  void isReadyAtOnceWithoutChildren() {
    assertThat(new Troupe(Strategy.ONE_FOR_ONE, 1).ready).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = "SIMPLE_ONE_FOR_ONE", mode = EnumSource.Mode.EXCLUDE)
  void endsChildrenInReverseOrderOneByOne(Strategy strategy) {
    Troupe troupe = new Troupe(strategy, 1, "a", "b", "c");
    troupe.takeLog();
    troupe.stubborn.add("b");
    troupe.stop(PARENT_IS_GONE);
    assertThat(troupe.takeLog()).isEqualTo("shutdown c, end c, shutdown b");
    assertThat(troupe.over).isEmpty();
    troupe.end("b", Atom.of("shutdown"));
    assertThat(troupe.takeLog()).isEqualTo("end b, shutdown a, end a");
    assertThat(troupe.over).contains(PARENT_IS_GONE);
    assertThat(troupe.reports.stream().filter(SupervisionOutput.ShutdownError.class::isInstance))
        .isEmpty();
  }

  @Test
  void endsWhenAChildFailsToStartOnceTheStartedOnesHaveEnded() {
    Troupe troupe = new Troupe(SupervisionSettings.of(Strategy.ONE_FOR_ONE, Intensity.DEFAULT));
    troupe.failures.put("c", once(CRASH));
    troupe.stubborn.add("a");
    troupe.begin(permanent("a"), permanent("b"), permanent("c"), permanent("d"));
    assertThat(troupe.takeLog())
        .isEqualTo("start a, start b, start c, shutdown b, end b, shutdown a");
    assertThat(troupe.over).isEmpty();
    troupe.end("a", Atom.of("shutdown"));
    assertThat(troupe.ready).isFalse();
    assertThat(troupe.over)
        .contains(
            Tuple.of(
                Atom.of("shutdown"),
                Tuple.of(Atom.of("failed_to_start_child"), Atom.of("c"), CRASH)));
  }

  @Test
  void keepsAChildThatIsNotNeededUnlessItIsTemporary() {
    Troupe troupe = new Troupe(SupervisionSettings.of(Strategy.ONE_FOR_ONE, Intensity.DEFAULT));
    troupe.failures.put("a", once(Troupe.IGNORE));
    troupe.failures.put("b", once(Troupe.IGNORE));
    troupe.begin(permanent("a"), child("b", Restart.TEMPORARY), permanent("c"));
    assertThat(troupe.ready).isTrue();
    assertThat(troupe.states()).isEqualTo("a=DOWN c=RUNNING");
    troupe.failures.put("d", once(Troupe.IGNORE));
    assertThat(troupe.start(permanent("d"))).isEqualTo(Replies.ok(Atom.UNDEFINED));
    assertThat(troupe.restart("a")).isEqualTo(ok(2));
    assertThat(troupe.states()).isEqualTo("a=RUNNING c=RUNNING d=DOWN");
  }

  @Test
  void killsAChildWhoseStartTakesTooLongAndWaitsForItsEnd() {
    Troupe troupe = new Troupe(SupervisionSettings.of(Strategy.ONE_FOR_ONE, Intensity.DEFAULT));
    troupe.slow.add("a");
    troupe.heedless.add("a");
    troupe.begin(permanent("a"), permanent("b"));
    troupe.pass(Duration.ofMillis(999));
    assertThat(troupe.takeLog()).isEqualTo("start a");
    troupe.pass(Duration.ofMillis(1));
    assertThat(troupe.takeLog()).isEqualTo("kill a");
    assertThat(troupe.over).isEmpty();
    troupe.end("a", Reasons.KILLED);
    assertThat(troupe.over.orElseThrow().toString())
        .isEqualTo("{shutdown,{failed_to_start_child,a,timeout}}");
  }

  @Test
  void canBeToldToEndWhileAChildStarts() {
    Troupe troupe = new Troupe(SupervisionSettings.of(Strategy.ONE_FOR_ONE, Intensity.DEFAULT));
    troupe.slow.add("b");
    troupe.begin(permanent("a"), permanent("b"), permanent("c"));
    troupe.takeLog();
    troupe.stop(PARENT_IS_GONE);
    assertThat(troupe.takeLog()).isEqualTo("shutdown b, end b, shutdown a, end a");
    assertThat(troupe.over).contains(PARENT_IS_GONE);
    assertThat(troupe.ready).isFalse();
  }

  // Restarting.

  @Test
  void oneForOneRestartsThatChild() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ONE, 5, "a", "b", "c");
    troupe.takeLog();
    troupe.crash("b");
    assertThat(troupe.takeLog()).isEqualTo("end b, start b");
  }

  @Test
  void oneForAllEndsTheOthersInReverseOrderAndStartsAllInOrder() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ALL, 5, "a", "b", "c", "d");
    troupe.takeLog();
    troupe.crash("b");
    assertThat(troupe.takeLog())
        .isEqualTo(
            "end b, shutdown d, end d, shutdown c, end c, shutdown a, end a,"
                + " start a, start b, start c, start d");
  }

  @Test
  void restForOneLeavesAloneThoseStartedBefore() {
    Troupe troupe = new Troupe(Strategy.REST_FOR_ONE, 5, "a", "b", "c", "d");
    troupe.takeLog();
    troupe.crash("b");
    assertThat(troupe.takeLog())
        .isEqualTo("end b, shutdown d, end d, shutdown c, end c, start b, start c, start d");
  }

  @Test
  void aGroupRestartStartsChildrenThatWereDownAndForgetsTemporaryOnes() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ALL, 5, "a", "b");
    troupe.start(child("c", Restart.TEMPORARY));
    troupe.start(child("d", Restart.TRANSIENT));
    troupe.terminate("a");
    troupe.end("d", Reasons.NORMAL);
    assertThat(troupe.states()).isEqualTo("a=DOWN b=RUNNING c=RUNNING d=DOWN");
    troupe.crash("b");
    assertThat(troupe.states()).isEqualTo("a=RUNNING b=RUNNING d=RUNNING");
  }

  @ParameterizedTest
  @EnumSource(names = "SIMPLE_ONE_FOR_ONE", mode = EnumSource.Mode.EXCLUDE)
  void theRestartTypeDecidesOnTheReason(Strategy strategy) {
    Troupe troupe = new Troupe(strategy, 100);
    for (Term reason :
        List.of(
            Atom.of("normal"), Atom.of("shutdown"), Tuple.of(Atom.of("shutdown"), CRASH), CRASH)) {
      troupe.start(permanent("p"));
      troupe.end("p", reason);
      assertThat(troupe.states()).as("%s", reason).isEqualTo("p=RUNNING");
      troupe.terminate("p");
      troupe.delete("p");
      troupe.start(child("t", Restart.TRANSIENT));
      troupe.end("t", reason);
      assertThat(troupe.states())
          .as("%s", reason)
          .isEqualTo(reason.equals(CRASH) ? "t=RUNNING" : "t=DOWN");
      troupe.terminate("t");
      troupe.delete("t");
      troupe.start(child("m", Restart.TEMPORARY));
      troupe.end("m", reason);
      assertThat(troupe.states()).as("%s", reason).isEmpty();
    }
  }

  @Test
  void aRestartThatFailsIsTriedAgainAndCounts() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ONE, 2, "a", "b");
    troupe.failures.put("a", once(CRASH));
    troupe.crash("a");
    assertThat(troupe.states()).isEqualTo("a=RUNNING b=RUNNING");
    assertThat(troupe.over).isEmpty();
    troupe.crash("b");
    assertThat(troupe.over).contains(Reasons.SHUTDOWN);
  }

  @Test
  void aChildWhoseRestartIsUnderWayIsShownAsRestarting() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ONE, 2, "a", "b");
    troupe.slow.add("a");
    troupe.crash("a");
    assertThat(troupe.states()).isEqualTo("a=RESTARTING b=RUNNING");
    assertThat(Replies.whichChildren(troupe.supervision.children()).toString())
        .contains("{a,restarting,worker,[]}");
    assertThat(troupe.restart("a")).isEqualTo(error("restarting"));
    assertThat(troupe.delete("a")).isEqualTo(error("restarting"));
  }

  @Test
  void inAGroupAChildThatFailsToRestartTakesItsGroupAlong() {
    Troupe troupe = new Troupe(Strategy.REST_FOR_ONE, 5, "a", "b", "c", "d");
    troupe.failures.put("c", once(CRASH));
    troupe.takeLog();
    troupe.crash("b");
    assertThat(troupe.takeLog())
        .isEqualTo(
            "end b, shutdown d, end d, shutdown c, end c, start b, start c, start c, start d");
    troupe.failures.put("c", once(Atom.of("crash")));
    Troupe all = new Troupe(Strategy.ONE_FOR_ALL, 5, "a", "b", "c");
    all.failures.put("c", once(CRASH));
    all.takeLog();
    all.crash("b");
    assertThat(all.takeLog())
        .isEqualTo(
            "end b, shutdown c, end c, shutdown a, end a, start a, start b, start c,"
                + " shutdown b, end b, shutdown a, end a, start a, start b, start c");
  }

  @Test
  void moreThanSoManyRestartsWithinThePeriodAreTooMany() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ONE, 2, "a", "b");
    troupe.crash("a");
    troupe.pass(Duration.ofMillis(500));
    troupe.crash("a");
    troupe.pass(Duration.ofMillis(500).plusNanos(1));
    troupe.crash("a"); // the first is just out of the period
    assertThat(troupe.over).isEmpty();
    troupe.pass(Duration.ofMillis(500).minusNanos(1));
    troupe.takeLog();
    troupe.crash("a"); // the second is just within it
    assertThat(troupe.takeLog()).isEqualTo("end a, shutdown b, end b");
    assertThat(troupe.over).contains(Reasons.SHUTDOWN);
  }

  @Test
  void childrenThatEndWhileTheirGroupIsStoppedCountForNothing() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ALL, 1, "a", "b", "c");
    troupe.stubborn.add("c");
    troupe.takeLog();
    troupe.crash("b");
    troupe.crash("a");
    assertThat(troupe.takeLog()).isEqualTo("end b, shutdown c, end a");
    troupe.end("c", Reasons.SHUTDOWN);
    assertThat(troupe.takeLog()).isEqualTo("end c, start a, start b, start c");
    assertThat(troupe.over).isEmpty();
  }

  // Automatic shutdown.

  @Test
  void anySignificantChildEndsItsSupervisorWhenItIsNotRestarted() {
    Troupe troupe = significant(AutoShutdown.ANY_SIGNIFICANT);
    troupe.crash("t"); // a transient one is restarted
    assertThat(troupe.over).isEmpty();
    troupe.terminate("m");
    assertThat(troupe.over).as("ended on request").isEmpty();
    troupe.end("t", Reasons.NORMAL);
    assertThat(troupe.over).contains(Reasons.SHUTDOWN);
  }

  @Test
  void theLastSignificantChildEndsItsSupervisor() {
    Troupe troupe = significant(AutoShutdown.ALL_SIGNIFICANT);
    troupe.crash("m");
    assertThat(troupe.over).isEmpty();
    troupe.end("t", Reasons.NORMAL);
    assertThat(troupe.over).contains(Reasons.SHUTDOWN);
  }

  @Test
  void noChildIsSignificantWithoutAutomaticShutdown() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ONE, 1);
    assertThat(troupe.start(child("t", Restart.TRANSIENT, true)).toString())
        .isEqualTo("{error,{bad_combination,[{auto_shutdown,never},{significant,true}]}}");
  }

  private static Troupe significant(AutoShutdown autoShutdown) {
    Troupe troupe =
        new Troupe(
            SupervisionSettings.of(Strategy.ONE_FOR_ONE, Intensity.of(5, Duration.ofSeconds(1)))
                .withAutoShutdown(autoShutdown));
    troupe.begin(
        permanent("p"), child("t", Restart.TRANSIENT, true), child("m", Restart.TEMPORARY, true));
    return troupe;
  }

  // Very many children.

  /// A look at all children for each that ends would take minutes.
  @Test
  @Timeout(60)
  void endsVeryManyWithoutALookAtAllForEach() {
    int many = 150_000;
    Supervision supervision =
        new Supervision(SupervisionSettings.of(Strategy.SIMPLE_ONE_FOR_ONE, Intensity.DEFAULT));
    List<Long> told = new ArrayList<>();
    List<Term> over = new ArrayList<>();
    Consumer<SupervisionOutput> out =
        output -> {
          if (output instanceof SupervisionOutput.Exit(long key, Term _)) {
            told.add(key);
          } else if (output instanceof SupervisionOutput.Over(Term reason)) {
            over.add(reason);
          }
        };
    supervision.step(new SupervisionInput.Begin(List.of()), 0, out);
    for (int i = 0; i < many; i++) {
      var born = new SupervisionInput.NewChild(i, permanent("any"));
      supervision.step(new SupervisionInput.StartChild(i, born), 0, out);
      supervision.step(new SupervisionInput.Started(i, new Pid(Troupe.NODE, i, 0, 1)), 0, out);
    }
    supervision.step(new SupervisionInput.Stop(PARENT_IS_GONE), 0, out);
    assertThat(told).hasSize(many).doesNotHaveDuplicates();
    told.forEach(
        key -> supervision.step(new SupervisionInput.Ended(key, Atom.of("shutdown")), 0, out));
    assertThat(over).containsExactly(PARENT_IS_GONE);
  }
}
