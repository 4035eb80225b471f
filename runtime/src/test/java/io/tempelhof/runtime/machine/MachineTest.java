package io.tempelhof.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.SystemLimitException;
import io.tempelhof.runtime.machine.Machine.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The rules of {@code gen_statem}, one by one, without threads.
class MachineTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final From SOMEBODY = new From(new Pid(Atom.of("a@h"), 1, 0, 1), Atom.of("tag"));

  private enum State {
    A,
    B,
    C
  }

  private final Machine<State, String> machine = new Machine<>(State.A);
  private final List<Effect> effects = new ArrayList<>();

  /// What entering a state does from now on.
  private Consumer<Transition<State, String>> enter = then -> {};

  private final List<String> entered = new ArrayList<>();

  private void begin() {
    enterIfNeeded();
  }

  private void enterIfNeeded() {
    State previous = machine.entering();
    if (previous != null) {
      entered.add(previous + ">" + machine.state());
      Transition<State, String> then = new Transition<>(true);
      enter.accept(then);
      effects.addAll(machine.entered(then));
    }
    assertThat(machine.entering()).isNull();
  }

  private void arrive(String... events) {
    for (String event : events) {
      machine.arrive(new Event.Cast<>(event));
    }
  }

  /// Handles the next event, which must be this, so.
  private void handle(Event<String> expected, Consumer<Transition<State, String>> handler) {
    assertThat(machine.poll()).isEqualTo(expected);
    Transition<State, String> then = new Transition<>(false);
    handler.accept(then);
    effects.addAll(machine.handled(then));
    enterIfNeeded();
  }

  private void handle(String expected, Consumer<Transition<State, String>> handler) {
    handle(new Event.Cast<>(expected), handler);
  }

  private void ignore(String... expected) {
    for (String event : expected) {
      handle(event, then -> {});
    }
  }

  private void expectNothing() {
    assertThat(machine.poll()).isNull();
  }

  private List<Effect> effects() {
    List<Effect> taken = List.copyOf(effects);
    effects.clear();
    return taken;
  }

  @Test
  void eventsAreHandledInTheOrderTheyCame() {
    begin();
    arrive("1", "2", "3");
    ignore("1", "2", "3");
    expectNothing();
  }

  @Test
  void thePostponedComeAgainInOrderAfterAStateChangeBeforeAllThatCameLater() {
    begin();
    arrive("1", "2", "3", "4");
    handle("1", Transition::postpone);
    ignore("2");
    handle("3", then -> then.to(State.A));
    handle("4", Transition::postpone);
    expectNothing();
    arrive("5", "6");
    handle("5", then -> then.to(State.B));
    ignore("1", "4", "6");
    expectNothing();
  }

  @Test
  void theEventThatChangesTheStateCanBePostponedItself() {
    begin();
    arrive("1", "2", "3");
    handle("1", Transition::postpone);
    handle(
        "2",
        then -> {
          then.to(State.B);
          then.postpone();
        });
    ignore("1", "2", "3");
  }

  @Test
  void thePostponedAgainWaitForTheNextStateChange() {
    begin();
    arrive("1", "2");
    handle("1", Transition::postpone);
    handle("2", then -> then.to(State.B));
    handle("1", Transition::postpone);
    expectNothing();
    arrive("3");
    handle("3", then -> then.to(State.A));
    ignore("1");
  }

  @Test
  void repeatingAStateIsNoStateChange() {
    begin();
    arrive("1", "2");
    handle("1", Transition::postpone);
    handle("2", Transition::repeat);
    expectNothing();
    assertThat(entered).containsExactly("A>A", "A>A");
  }

  @Test
  void theInsertedComeFirstInOrderBeforeThePostponed() {
    begin();
    arrive("1", "2", "3");
    handle("1", Transition::postpone);
    handle(
        "2",
        then -> {
          then.internal("x");
          then.insert(new Event.Cast<>("y"));
          then.to(State.B);
        });
    handle(new Event.Internal<>("x"), then -> then.internal("z"));
    handle(new Event.Internal<>("z"), then -> {});
    ignore("y", "1", "3");
  }

  @Test
  void statesAreEnteredFirstChangedToAndRepeatedOnly() {
    begin();
    arrive("1", "2", "3", "4");
    handle("1", then -> then.to(State.A));
    ignore("2");
    handle("3", then -> then.to(State.C));
    handle("4", Transition::repeat);
    assertThat(entered).containsExactly("A>A", "A>C", "C>C");
  }

  @Test
  void enteringIsLimited() {
    Transition<State, String> then = new Transition<>(true);
    assertThatThrownBy(() -> then.to(State.B)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(then::repeat).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(then::postpone).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> then.internal(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void answersAreSentAtOnceThoseOfEnteringLast() {
    begin();
    enter = then -> then.reply(SOMEBODY, "entered");
    arrive("1");
    handle(
        "1",
        then -> {
          then.to(State.B);
          then.reply(SOMEBODY, "handled");
        });
    assertThat(effects())
        .containsExactly(
            new Effect.Answer(SOMEBODY, "handled"), new Effect.Answer(SOMEBODY, "entered"));
  }

  @Test
  void aStateTimeoutIsCancelledByAStateChangeOnly() {
    begin();
    arrive("1", "2", "3", "4");
    handle("1", then -> then.stateTimeout(SECOND, "late"));
    assertThat(effects()).containsExactly(new Effect.Start(1, SECOND));
    ignore("2");
    handle("3", Transition::repeat);
    assertThat(effects()).isEmpty();
    handle("4", then -> then.to(State.B));
    assertThat(effects()).containsExactly(new Effect.Cancel(1));
    machine.fired(1);
    expectNothing();
  }

  @Test
  void aStateTimeoutBelongsToTheStateGoneTo() {
    begin();
    enter = then -> then.timeout("name", SECOND, "from entering");
    arrive("1");
    handle(
        "1",
        then -> {
          then.to(State.B);
          then.stateTimeout(SECOND, "late");
        });
    assertThat(effects()).containsExactly(new Effect.Start(1, SECOND), new Effect.Start(2, SECOND));
    machine.fired(1);
    handle(new Event.StateTimeout<>("late"), then -> {});
    machine.fired(2);
    handle(new Event.Timeout<>("name", "from entering"), then -> {});
    assertThat(machine.runningTimeouts()).isZero();
  }

  @Test
  void anEventTimeoutIsCancelledByAnyEvent() {
    begin();
    arrive("1");
    handle("1", then -> then.eventTimeout(SECOND, "idle"));
    arrive("2");
    ignore("2");
    assertThat(effects()).containsExactly(new Effect.Start(1, SECOND), new Effect.Cancel(1));
    arrive("3");
    handle("3", then -> then.eventTimeout(Duration.ZERO, "idle"));
    arrive("4");
    ignore("4");
    expectNothing();
  }

  @Test
  void anEventTimeoutComesWhenNothingElseDoes() {
    begin();
    arrive("1");
    handle("1", then -> then.eventTimeout(SECOND, "idle"));
    machine.fired(1);
    handle(new Event.EventTimeout<>("idle"), then -> {});
    expectNothing();
  }

  @Test
  void namedTimeoutsRunBesideEachOtherWhateverHappens() {
    begin();
    arrive("1", "2");
    handle(
        "1",
        then -> {
          then.timeout("a", SECOND, 1);
          then.timeout("b", SECOND, 2);
        });
    handle("2", then -> then.to(State.B));
    assertThat(effects()).containsExactly(new Effect.Start(1, SECOND), new Effect.Start(2, SECOND));
    machine.fired(2);
    machine.fired(1);
    handle(new Event.Timeout<>("b", 2), then -> {});
    handle(new Event.Timeout<>("a", 1), then -> {});
  }

  @Test
  void settingATimeoutReplacesItAndTheLastCounts() {
    begin();
    arrive("1", "2");
    handle("1", then -> then.timeout("a", SECOND, 1));
    handle(
        "2",
        then -> {
          then.timeout("a", SECOND.multipliedBy(2), 2);
          then.timeout("a", SECOND.multipliedBy(3), 3);
        });
    assertThat(effects())
        .containsExactly(
            new Effect.Start(1, SECOND),
            new Effect.Cancel(1),
            new Effect.Start(2, SECOND.multipliedBy(3)));
    machine.fired(1);
    expectNothing();
    machine.fired(2);
    handle(new Event.Timeout<>("a", 3), then -> {});
  }

  @Test
  void aCancelledTimeoutNeverComes() {
    begin();
    arrive("1", "2");
    handle(
        "1",
        then -> {
          then.timeout("a", SECOND, 1);
          then.stateTimeout(SECOND, 2);
        });
    handle(
        "2",
        then -> {
          then.cancelTimeout("a");
          then.cancelStateTimeout();
          then.cancelTimeout("never set");
        });
    assertThat(effects()).contains(new Effect.Cancel(1), new Effect.Cancel(2));
    machine.fired(1);
    machine.fired(2);
    expectNothing();
  }

  @Test
  void timeoutsOfNoTimeComeInOrderWhenNoEventIsLeft() {
    begin();
    arrive("1", "2", "3");
    handle("1", Transition::postpone);
    handle(
        "2",
        then -> {
          then.to(State.B);
          then.timeout("a", Duration.ZERO, 1);
          then.stateTimeout(Duration.ZERO, 2);
          then.eventTimeout(Duration.ZERO, 3);
          then.internal("x");
        });
    handle(new Event.Internal<>("x"), then -> {});
    ignore("1", "3");
    handle(new Event.Timeout<>("a", 1), then -> {});
    handle(new Event.StateTimeout<>(2), then -> {});
    expectNothing();
    assertThat(effects()).isEmpty();
  }

  @Test
  void timeoutsOfNoTimeCanBeCancelledAndReplaced() {
    begin();
    arrive("1", "2");
    handle(
        "1",
        then -> {
          then.timeout("a", Duration.ZERO, 1);
          then.timeout("b", Duration.ZERO, 2);
          then.stateTimeout(Duration.ZERO, 3);
        });
    handle(
        "2",
        then -> {
          then.to(State.B);
          then.cancelTimeout("a");
          then.timeout("b", SECOND, 4);
        });
    expectNothing();
    machine.fired(1);
    handle(new Event.Timeout<>("b", 4), then -> {});
  }

  @Test
  void anUpdateKeepsTheTimeAndIsUpAtOnceWithoutOne() {
    begin();
    arrive("1", "2");
    handle("1", then -> then.timeout("a", SECOND, "old"));
    handle(
        "2",
        then -> {
          then.updateTimeout("a", "new");
          then.updateStateTimeout("at once");
        });
    assertThat(effects()).containsExactly(new Effect.Start(1, SECOND));
    handle(new Event.StateTimeout<>("at once"), then -> {});
    machine.fired(1);
    handle(new Event.Timeout<>("a", "new"), then -> {});
  }

  @Test
  void timeoutsCanBePostponed() {
    begin();
    arrive("1");
    handle("1", then -> then.timeout("a", SECOND, 1));
    machine.fired(1);
    handle(new Event.Timeout<>("a", 1), Transition::postpone);
    arrive("2");
    handle("2", then -> then.to(State.B));
    handle(new Event.Timeout<>("a", 1), then -> {});
  }

  @Test
  void endsAfterItsAnswers() {
    begin();
    arrive("1");
    handle(
        "1",
        then -> {
          then.stop(Atom.of("done"));
          then.reply(SOMEBODY, "last");
        });
    assertThat(effects())
        .containsExactly(new Effect.Answer(SOMEBODY, "last"), new Effect.End(Atom.of("done")));
  }

  @Test
  void postponesNotWithoutEnd() {
    begin();
    for (int i = 0; i < Machine.POSTPONED_MAX; i++) {
      arrive("x");
      handle("x", Transition::postpone);
    }
    arrive("x");
    assertThatThrownBy(() -> handle("x", Transition::postpone))
        .isInstanceOf(SystemLimitException.class);
  }
}
