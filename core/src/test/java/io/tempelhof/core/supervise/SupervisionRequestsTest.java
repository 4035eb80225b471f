package io.tempelhof.core.supervise;

import static io.tempelhof.core.supervise.Troupe.IGNORE;
import static io.tempelhof.core.supervise.Troupe.child;
import static io.tempelhof.core.supervise.Troupe.error;
import static io.tempelhof.core.supervise.Troupe.ok;
import static io.tempelhof.core.supervise.Troupe.permanent;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Requests, at any time, and children that do not end.
class SupervisionRequestsTest {
  private static final Term CRASH = Atom.of("crash");
  private static final Term NOT_YET = IGNORE;

  @Test
  void answersWhenTheChildIsReadyAndWhenItHasEnded() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ONE, 1, "a");
    troupe.slow.add("b");
    troupe.stubborn.add("b");
    assertThat(troupe.start(permanent("b"))).isEqualTo(NOT_YET);
    long start = troupe.request();
    troupe.ready("b");
    assertThat(troupe.answer(start)).isEqualTo(ok(2));
    assertThat(troupe.terminate("b")).isEqualTo(NOT_YET);
    long terminate = troupe.request();
    troupe.end("b", Reasons.SHUTDOWN);
    assertThat(troupe.answer(terminate)).isEqualTo(Replies.OK);
    assertThat(troupe.states()).isEqualTo("a=RUNNING b=DOWN");
    assertThat(troupe.terminate("b")).isEqualTo(Replies.OK);
    assertThat(troupe.delete("b")).isEqualTo(Replies.OK);
    assertThat(troupe.terminate("b")).isEqualTo(error("not_found"));
    assertThat(troupe.restart("b")).isEqualTo(error("not_found"));
    assertThat(troupe.delete("b")).isEqualTo(error("not_found"));
    assertThat(troupe.delete("a")).isEqualTo(error("running"));
    assertThat(troupe.restart("a")).isEqualTo(error("running"));
  }

  @Test
  void refusesASecondChildOfTheSameId() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ONE, 1, "a");
    assertThat(troupe.start(permanent("a")).toString())
        .isEqualTo("{error,{already_started," + new Pid(Troupe.NODE, 1, 0, 1) + "}}");
    troupe.terminate("a");
    assertThat(troupe.start(permanent("a"))).isEqualTo(error("already_present"));
  }

  @Test
  void forgetsANewChildThatDoesNotStartAndKeepsAnOldOne() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ONE, 1, "a");
    troupe.failures.put("b", new ArrayList<>(List.of(CRASH)));
    assertThat(troupe.start(permanent("b")).toString())
        .isEqualTo(
            "{error,{crash,{child,undefined,b,{tempelhof,start_child,[]},permanent,false,1000,"
                + "worker,[]}}}");
    assertThat(troupe.states()).isEqualTo("a=RUNNING");
    troupe.terminate("a");
    troupe.failures.put("a", new ArrayList<>(List.of(CRASH)));
    assertThat(troupe.restart("a")).isEqualTo(error("crash"));
    assertThat(troupe.states()).isEqualTo("a=DOWN");
    assertThat(troupe.over).isEmpty();
  }

  @Test
  void terminatingAChildCallsOffItsRestart() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ALL, 1, "a", "b", "c");
    troupe.stubborn.add("c");
    troupe.crash("a");
    assertThat(troupe.states()).isEqualTo("a=RESTARTING b=RUNNING c=STOPPING");
    assertThat(troupe.terminate("a")).isEqualTo(Replies.OK);
    assertThat(troupe.terminate("c")).isEqualTo(NOT_YET);
    troupe.end("c", Reasons.SHUTDOWN);
    assertThat(troupe.states()).isEqualTo("a=DOWN b=RUNNING c=DOWN");
  }

  @Test
  void terminatingAChildThatStartsTellsWhoeverStartedIt() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ONE, 1);
    troupe.slow.add("a");
    troupe.start(permanent("a"));
    long start = troupe.request();
    assertThat(troupe.terminate("a")).isEqualTo(Replies.OK);
    assertThat(troupe.answer(start).toString()).startsWith("{error,{shutdown,{child,");
    assertThat(troupe.states()).isEmpty();
  }

  @Test
  void aChildAddedWhileAGroupIsRestartedComesLast() {
    Troupe troupe = new Troupe(Strategy.REST_FOR_ONE, 1, "a", "b");
    troupe.stubborn.add("b");
    troupe.crash("a");
    assertThat(troupe.start(permanent("c"))).isEqualTo(NOT_YET);
    long start = troupe.request();
    troupe.takeLog();
    troupe.end("b", Reasons.SHUTDOWN);
    assertThat(troupe.takeLog()).isEqualTo("end b, start a, start b, start c");
    assertThat(troupe.answer(start)).isEqualTo(ok(5));
  }

  @Test
  void refusesNewChildrenWhileItEndsButStillAnswers() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ONE, 1, "a", "b");
    troupe.stubborn.add("b");
    troupe.terminate("a");
    troupe.stop(Reasons.SHUTDOWN);
    assertThat(troupe.start(permanent("c"))).isEqualTo(error("shutdown"));
    assertThat(troupe.restart("a")).isEqualTo(error("shutdown"));
    assertThat(troupe.terminate("b")).isEqualTo(NOT_YET);
    long terminate = troupe.request();
    troupe.end("b", Reasons.SHUTDOWN);
    assertThat(troupe.answer(terminate)).isEqualTo(Replies.OK);
    assertThat(troupe.over).contains(Reasons.SHUTDOWN);
  }

  @Test
  void hasNoMoreChildrenThanItMay() {
    Troupe troupe =
        new Troupe(
            SupervisionSettings.of(Strategy.ONE_FOR_ONE, Intensity.DEFAULT).withChildrenMax(2));
    troupe.begin(permanent("a"));
    troupe.start(permanent("b"));
    assertThat(troupe.start(permanent("c"))).isEqualTo(error("max_children"));
    assertThat(troupe.states()).isEqualTo("a=RUNNING b=RUNNING");
  }

  // Children without ids.

  @Test
  void childrenWithoutIdsAreKnownByTheirPids() {
    Troupe troupe = simple(Restart.PERMANENT, "x", "y");
    assertThat(troupe.terminate("x")).isEqualTo(error("simple_one_for_one"));
    assertThat(troupe.restart("x")).isEqualTo(error("simple_one_for_one"));
    assertThat(troupe.delete("x")).isEqualTo(error("simple_one_for_one"));
    assertThat(troupe.terminate(new Pid(Troupe.NODE, 1, 0, 1))).isEqualTo(Replies.OK);
    assertThat(troupe.living()).containsExactly("y");
    assertThat(troupe.terminate(new Pid(Troupe.NODE, 1, 0, 1))).isEqualTo(error("not_found"));
    troupe.crash("y");
    assertThat(troupe.living()).containsExactly("y");
    assertThat(Replies.countChildren(troupe.supervision.children(), true).toString())
        .isEqualTo("[{specs,1},{active,1},{supervisors,0},{workers,1}]");
  }

  @Test
  void childrenWithoutIdsAreEndedAllAtOnce() {
    Troupe troupe = simple(Restart.TEMPORARY, "x", "y", "z");
    troupe.stubborn.addAll(List.of("x", "y", "z"));
    troupe.takeLog();
    troupe.stop(Reasons.SHUTDOWN);
    assertThat(troupe.takeLog()).isEqualTo("shutdown x, shutdown y, shutdown z");
    troupe.end("y", Reasons.SHUTDOWN);
    assertThat(troupe.over).isEmpty();
    troupe.pass(Duration.ofSeconds(1));
    assertThat(troupe.takeLog()).isEqualTo("end y, kill x, end x, kill z, end z");
    assertThat(troupe.over).contains(Reasons.SHUTDOWN);
  }

  @Test
  void aChildWithoutAnIdThatIsNotNeededIsForgotten() {
    Troupe troupe = simple(Restart.PERMANENT, "x");
    troupe.failures.put("y", new ArrayList<>(List.of(IGNORE)));
    assertThat(troupe.start(child("undefined", Restart.PERMANENT), "y"))
        .isEqualTo(Replies.ok(Atom.UNDEFINED));
    troupe.failures.put("x", new ArrayList<>(List.of(IGNORE)));
    troupe.crash("x");
    assertThat(troupe.states()).isEmpty();
    troupe.stop(Reasons.SHUTDOWN);
    assertThat(troupe.over).contains(Reasons.SHUTDOWN);
  }

  private static Troupe simple(Restart restart, String... names) {
    Troupe troupe = new Troupe(Strategy.SIMPLE_ONE_FOR_ONE, 3);
    for (String name : names) {
      troupe.start(child("undefined", restart), name);
    }
    return troupe;
  }

  // Children that do not end.

  @Test
  void killsAChildThatTakesTooLongToEnd() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ONE, 1, "a");
    troupe.stubborn.add("a");
    troupe.takeLog();
    troupe.terminate("a");
    troupe.pass(Duration.ofMillis(999));
    assertThat(troupe.takeLog()).isEqualTo("shutdown a");
    troupe.pass(Duration.ofMillis(1));
    assertThat(troupe.takeLog()).isEqualTo("kill a, end a");
    assertThat(troupe.reports.getLast()).isInstanceOf(SupervisionOutput.ShutdownError.class);
    assertThat(troupe.answer(troupe.request())).isEqualTo(Replies.OK);
  }

  @Test
  void aStuckChildIsShownAndItsSiblingsLiveOn() {
    Troupe troupe = stuck(new Troupe(Strategy.ONE_FOR_ONE, 5, "a", "b"), "b");
    assertThat(troupe.states()).isEqualTo("a=RUNNING b=STUCK");
    assertThat(troupe.reports.getLast()).isInstanceOf(SupervisionOutput.ChildStuck.class);
    troupe.crash("a");
    assertThat(troupe.start(permanent("c"))).isEqualTo(ok(4));
    assertThat(troupe.restart("b")).isEqualTo(error("running"));
    assertThat(troupe.states()).isEqualTo("a=RUNNING b=STUCK c=RUNNING");
    troupe.end("b", Reasons.KILLED);
    assertThat(troupe.restart("b")).isEqualTo(ok(5));
  }

  @Test
  void aGroupWaitsForAStuckMemberBeforeItStartsButEndsTheOthers() {
    Troupe troupe = new Troupe(Strategy.ONE_FOR_ALL, 5, "a", "b", "c");
    troupe.stubborn.add("c");
    troupe.heedless.add("c");
    troupe.takeLog();
    troupe.crash("b");
    troupe.pass(Duration.ofSeconds(1));
    assertThat(troupe.takeLog()).isEqualTo("end b, shutdown c, kill c");
    troupe.pass(Duration.ofSeconds(5));
    assertThat(troupe.takeLog()).isEqualTo("shutdown a, end a");
    assertThat(troupe.states()).isEqualTo("a=RESTARTING b=RESTARTING c=STUCK");
    troupe.end("c", Reasons.KILLED);
    assertThat(troupe.takeLog()).isEqualTo("end c, start a, start b, start c");
  }

  @Test
  void aGroupDoesNotWaitForAStuckChildThatIsNoneOfIt() {
    Troupe troupe = stuck(new Troupe(Strategy.REST_FOR_ONE, 5, "a", "b", "c"), "a");
    troupe.takeLog();
    troupe.crash("b");
    assertThat(troupe.takeLog()).isEqualTo("end b, shutdown c, end c, start b, start c");
  }

  @Test
  void aSupervisorWithAStuckChildEndsTheOthersAndThenWaits() {
    Troupe troupe = stuck(new Troupe(Strategy.ONE_FOR_ONE, 5, "a", "b"), "b");
    troupe.takeLog();
    troupe.stop(Reasons.SHUTDOWN);
    assertThat(troupe.takeLog()).isEqualTo("shutdown a, end a");
    assertThat(troupe.over).isEmpty();
    troupe.end("b", Reasons.KILLED);
    assertThat(troupe.over).contains(Reasons.SHUTDOWN);
  }

  private static Troupe stuck(Troupe troupe, String id) {
    troupe.stubborn.add(id);
    troupe.heedless.add(id);
    troupe.terminate(id);
    troupe.pass(Duration.ofSeconds(1));
    troupe.pass(Duration.ofSeconds(5));
    troupe.stubborn.remove(id);
    return troupe;
  }
}
