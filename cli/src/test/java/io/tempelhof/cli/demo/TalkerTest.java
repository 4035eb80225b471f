package io.tempelhof.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.cli.demo.Talker.Action;
import io.tempelhof.cli.demo.Talker.Tuning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TalkerTest {
  private static final long SEED = 7;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Talker talker = new Talker(1, plan(100), new Random(SEED));
  private final List<Action> actions = new ArrayList<>();
  private long now;

  private static DemoPlan plan(int nodes) {
    return new DemoPlan(nodes, 1, 30, 10, Phase.USUAL, SEED, Topology.SPARSE, 15_000);
  }

  @Test
  void neverCallsMoreThanItsPartnersAndSwapsOneAtATime() {
    talker.tune(new Tuning(24, 10, true), now);
    Set<Integer> everCalled = new HashSet<>();
    List<Integer> before = List.of();
    for (int step = 0; step < 3_000; step++) {
      stepToDeadline(this::answerRightly);
      List<Integer> after = talker.partners();
      assertThat(after).doesNotHaveDuplicates().doesNotContain(1).hasSizeLessThanOrEqualTo(24);
      assertThat(changes(before, after)).as("step %d, seed %d", step, SEED).isLessThanOrEqualTo(1);
      everCalled.addAll(after);
      before = after;
    }
    assertThat(before).hasSize(24);
    assertThat(everCalled).hasSizeGreaterThan(40);
    assertThat(talker.count().wrong()).isZero();
    assertThat(talker.count().answered() * 2)
        .isEqualTo(talker.count().sent() + talker.count().received());
  }

  @Test
  void keepsItsPace() {
    talker.tune(new Tuning(24, 10, true), now);
    while (now < 100 * SECOND) {
      stepToDeadline(this::answerRightly);
    }
    assertThat(talker.count().sent()).isBetween(950L, 1_002L);
  }

  @Test
  void fallsSilentAndReleasesEveryPartner() {
    talker.tune(new Tuning(5, 10, true), now);
    while (now < 10 * SECOND) {
      stepToDeadline(this::answerRightly);
    }
    talker.tune(Tuning.SILENT, now);
    talker.step(now, actions::add);
    assertThat(talker.partners()).isEmpty();
    assertThat(talker.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anotherWorkersAnswerIsWrong() {
    Action.Say said = firstAsk();
    long question = said.question();
    talker.answered(
        new Speech.Answer(
            said.node(), 1, said.sequence(), Speech.answer(said.node() + 1, 1, question)));
    assertThat(talker.count().wrong()).isEqualTo(1);
    assertThat(talker.count().answered()).isZero();
  }

  @Test
  void anAnswerTwiceIsDisorder() {
    Action.Say said = firstAsk();
    answerRightly(said);
    answerRightly(said);
    assertThat(talker.count().disorder()).isEqualTo(1);
  }

  @Test
  void aSkippedAnswerIsMissingAndDisorderWhenItComesLater() {
    firstAsk();
    List<Action.Say> said = says();
    assertThat(said).hasSizeGreaterThanOrEqualTo(2);
    answerRightly(said.get(1));
    assertThat(talker.count().missing()).isEqualTo(1);
    answerRightly(said.get(0));
    assertThat(talker.count().disorder()).isEqualTo(1);
  }

  @Test
  void anAskWithoutAnswerIsGivenUpAndTheLateAnswerIsNoDisorder() {
    Action.Say said = firstAsk();
    talker.tune(Tuning.SILENT, now);
    now += Talker.ANSWER_WITHIN.toNanos();
    talker.step(now, actions::add);
    assertThat(talker.count().unanswered()).isEqualTo(2);
    assertThat(talker.partners()).isEmpty();
    answerRightly(said);
    assertThat(talker.count().disorder()).isZero();
  }

  @Test
  void asksOfAPartnerThatIsGoneAreNotHeldAgainstAnybody() {
    Action.Say said = firstAsk();
    talker.gone(said.node());
    assertThat(talker.partners()).doesNotContain(said.node());
    now += 2 * Talker.ANSWER_WITHIN.toNanos();
    talker.tune(Tuning.SILENT, now);
    talker.step(now, actions::add);
    assertThat(talker.count().unanswered()).isZero();
    assertThat(talker.count().partnersLost()).isEqualTo(1);
  }

  @Test
  void afterAPartnerWasGoneItsLateAnswersCountForNothingAndANewConversationBegins() {
    Talker ofTwo = new Talker(1, plan(2), new Random(SEED));
    ofTwo.tune(new Tuning(1, 10, false), now);
    Action.Say before = nextSay(ofTwo);
    ofTwo.gone(2);
    Action.Say after = nextSay(ofTwo);
    assertThat(after.conversation()).isEqualTo(before.conversation() + 1);
    assertThat(after.sequence()).isEqualTo(1);
    long late = Speech.answer(2, before.sequence(), before.question());
    ofTwo.answered(new Speech.Answer(2, before.conversation(), before.sequence(), late));
    assertThat(ofTwo.count().disorder() + ofTwo.count().wrong() + ofTwo.count().answered())
        .isZero();
  }

  private Action.Say nextSay(Talker speaker) {
    List<Action> out = new ArrayList<>();
    while (out.stream().noneMatch(Action.Say.class::isInstance)) {
      now = Math.max(now, speaker.nextDeadline());
      speaker.step(now, out::add);
    }
    return (Action.Say) out.stream().filter(Action.Say.class::isInstance).findFirst().get();
  }

  private Action.Say firstAsk() {
    talker.tune(new Tuning(1, 10, false), now);
    while (says().isEmpty()) {
      stepToDeadline(_ -> {});
    }
    return says().getFirst();
  }

  private List<Action.Say> says() {
    return actions.stream()
        .filter(Action.Say.class::isInstance)
        .map(Action.Say.class::cast)
        .toList();
  }

  private void stepToDeadline(Consumer<Action.Say> onSay) {
    now = Math.max(now, talker.nextDeadline());
    List<Action> out = new ArrayList<>();
    talker.step(now, out::add);
    actions.addAll(out);
    for (Action action : out) {
      if (action instanceof Action.Say say) {
        onSay.accept(say);
      }
    }
  }

  private void answerRightly(Action.Say say) {
    long answer = Speech.answer(say.node(), say.sequence(), say.question());
    talker.answered(new Speech.Answer(say.node(), say.conversation(), say.sequence(), answer));
  }

  private static int changes(List<Integer> before, List<Integer> after) {
    return (int) after.stream().filter(node -> !before.contains(node)).count();
  }
}
