package io.tempelhof.cli.demo;

import io.tempelhof.cli.demo.Talker.Action;
import io.tempelhof.cli.demo.Talker.Tuning;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.Tag;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The process of a node that calls workers on others: does what its {@link Talker} decides, and
/// monitors each partner's worker for as long as it is one.
final class Caller implements Body {

  /// What a caller hears.
  sealed interface Heard permits Speech.Answer, Tuning, Gone {}

  /// A partner's worker, or the way to it, is gone.
  @Tag("DOWN")
  record Gone(Ref ref, Atom type, Term source, Term reason) implements Heard, Insister.Heard {}

  /// What others may know of a caller at one moment.
  record State(TalkCount count, List<Integer> partners, int waiting) {}

  private final int number;
  private final Talker talker;
  private final Map<Ref, Integer> partnerByMonitor = new HashMap<>();
  private final Map<Integer, Ref> monitorByPartner = new HashMap<>();
  private volatile State state = new State(TalkCount.NONE, List.of(), 0);

  /// @param number the node's
  Caller(int number, DemoPlan plan, RandomGenerator random) {
    this.number = number;
    this.talker = new Talker(number, plan, random);
  }

  /// For any thread.
  State state() {
    return state;
  }

  @Override
  public void run(Self self) {
    while (true) {
      Optional<Heard> heard = self.receive(Heard.class, untilDeadline());
      heard.ifPresent(this::hear);
      List<Action> actions = new ArrayList<>();
      talker.step(System.nanoTime(), actions::add);
      actions.forEach(action -> act(self, action));
      state = new State(talker.count(), talker.partners(), talker.waiting());
    }
  }

  private Duration untilDeadline() {
    long deadline = talker.nextDeadline();
    return deadline == Long.MAX_VALUE
        ? Duration.ofDays(1)
        : Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private void hear(Heard heard) {
    switch (heard) {
      case Speech.Answer answer -> talker.answered(answer);
      case Tuning tuning -> talker.tune(tuning, System.nanoTime());
      case Gone gone -> {
        Integer partner = partnerByMonitor.remove(gone.ref());
        if (partner != null) {
          monitorByPartner.remove(partner);
          talker.gone(partner);
        }
      }
    }
  }

  private void act(Self self, Action action) {
    switch (action) {
      case Action.Adopt(int node) -> {
        Ref monitor = self.monitor(Worker.NAME, DemoPlan.name(node));
        partnerByMonitor.put(monitor, node);
        monitorByPartner.put(node, monitor);
      }
      case Action.Release(int node) -> {
        Ref monitor = monitorByPartner.remove(node);
        if (monitor != null) {
          partnerByMonitor.remove(monitor);
          self.demonitor(monitor);
        }
      }
      case Action.Say(int node, long conversation, long sequence, long question) ->
          self.send(
              Worker.NAME,
              DemoPlan.name(node),
              new Speech.Ask(self.pid(), number, conversation, sequence, question));
    }
  }
}
