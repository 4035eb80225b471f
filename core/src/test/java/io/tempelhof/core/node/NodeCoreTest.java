package io.tempelhof.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.overlay.OverlayMessage.Closest;
import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.overlay.OverlayMessage.FindClosest;
import io.tempelhof.core.overlay.OverlayMessage.Hello;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// One node, which is told what happens.
class NodeCoreTest {
  private static final NodeRecord BOB = VirtualNetwork.record("bob@h", 1);
  private static final NodeRecord CAROL = VirtualNetwork.record("carol@h", 1);

  private final NodeCore core =
      new NodeCore(
          NodeSettings.of(VirtualNetwork.CLUSTER),
          VirtualNetwork.record("alice@h", 1),
          new SplittableRandom(1));
  private final List<NodeOutput> outputs = new ArrayList<>();
  private long now = VirtualNetwork.SECOND;

  private void passDeadlines(int count) {
    for (int i = 0; i < count; i++) {
      now = core.nextDeadline();
      step(new NodeInput.Timer());
    }
  }

  private void passUntil(long end) {
    while (core.nextDeadline() <= end) {
      passDeadlines(1);
    }
    now = end;
  }

  private void step(NodeInput input) {
    core.step(input, now, outputs::add);
  }

  /// Bob tells of Carol, who is dialled.
  private void learnOfCarol() {
    step(new NodeInput.Join(List.of()));
    step(new NodeInput.Connected(BOB.name(), BOB.creation(), true, false));
    Contact told = new Contact(CAROL, 0);
    step(new NodeInput.Received(BOB.name(), new Hello(BOB, false, List.of(told))));
    assertThat(outputs).contains(dialOfCarol(1_500_000_000L, true));
    outputs.clear();
  }

  private static NodeOutput dialOfCarol(long timeoutNanos, boolean upkeep) {
    return new NodeOutput.Dial(CAROL.name(), CAROL.address(), timeoutNanos, upkeep);
  }

  /// Carol does not answer.
  private List<NodeName> neighboursAfterTheSilenceOfOne(long lateNanos) {
    learnOfCarol();
    now = core.nextDeadline() + lateNanos;
    step(new NodeInput.Timer());
    step(new NodeInput.DialFailed(CAROL.name(), DialFailure.TIMEOUT));
    return core.snapshot().overlay().neighbourhood();
  }

  @Test
  void anAssociationNeedNotWaitInLineWithADialForUpkeep() {
    learnOfCarol();
    step(new NodeInput.Connect(CAROL.name(), 1));
    assertThat(outputs).containsExactly(dialOfCarol(Reach.KNOWN_NANOS, false));
    step(new NodeInput.DialFailed(CAROL.name(), DialFailure.REFUSED));
    assertThat(outputs).noneMatch(NodeOutput.Unreachable.class::isInstance);
    outputs.clear();
    step(new NodeInput.DialFailed(CAROL.name(), DialFailure.REFUSED));
    assertThat(outputs).isEmpty();
  }

  @Test
  void joinsThroughASeedThatHasIntroducedItselfAlready() {
    step(new NodeInput.Connected(BOB.name(), BOB.creation(), true, true));
    step(new NodeInput.Received(BOB.name(), new Hello(BOB, false, List.of())));
    outputs.clear();
    step(new NodeInput.Join(List.of(new Seed(BOB.name(), null))));
    asksBobWithoutADial();
  }

  @Test
  void joinsThroughASeedThatIsConnectedAsSoonAsItIntroducesItself() {
    step(new NodeInput.Connected(BOB.name(), BOB.creation(), true, true));
    step(new NodeInput.Join(List.of(new Seed(BOB.name(), null))));
    step(new NodeInput.Received(BOB.name(), new Hello(BOB, false, List.of())));
    asksBobWithoutADial();
  }

  @Test
  void asksAgainWhenTheSeedItIsConnectedToHasNotAnswered() {
    step(new NodeInput.Join(List.of(new Seed(BOB.name(), BOB.address()))));
    step(new NodeInput.Connected(BOB.name(), BOB.creation(), true, true));
    step(new NodeInput.Received(BOB.name(), new Hello(BOB, false, List.of())));
    for (int i = 0; i < 10; i++) {
      outputs.clear();
      passUntil(now + 2 * Bootstrap.CHECK_NANOS);
      asksBobWithoutADial();
    }
    step(new NodeInput.Received(BOB.name(), new Closest(core.snapshot().self().id(), List.of())));
    passUntil(now + 2 * Bootstrap.CHECK_NANOS);
    assertThat(core.snapshot().phase()).isEqualTo(NodeSnapshot.Phase.MEMBER);
  }

  private void asksBobWithoutADial() {
    assertThat(outputs).noneMatch(NodeOutput.Dial.class::isInstance);
    assertThat(outputs)
        .anyMatch(output ->
            output instanceof NodeOutput.Send send
                && send.to().equals(BOB.name())
                && send.message() instanceof FindClosest);
  }

  @Test
  void doesNotDialAStrangerOfWhomOthersSpeakWhileItIsConnected() {
    step(new NodeInput.Join(List.of()));
    step(new NodeInput.Connected(CAROL.name(), CAROL.creation(), false, false));
    step(new NodeInput.Connected(BOB.name(), BOB.creation(), true, false));
    Contact told = new Contact(CAROL, 0);
    step(new NodeInput.Received(BOB.name(), new Hello(BOB, false, List.of(told))));
    assertThat(outputs).noneMatch(NodeOutput.Dial.class::isInstance);
    assertThat(core.snapshot().dials()).isEmpty();
  }

  @Test
  void triesASeedThatAnsweredAsAStrangerAgainOnceThatConnectionIsGone() {
    step(new NodeInput.Join(List.of(new Seed(BOB.name(), BOB.address()))));
    step(new NodeInput.Connected(BOB.name(), BOB.creation(), false, true));
    outputs.clear();
    passDeadlines(10);
    assertThat(outputs).noneMatch(NodeOutput.Dial.class::isInstance);
    step(new NodeInput.Disconnected(BOB.name(), true));
    passDeadlines(10);
    assertThat(outputs).anyMatch(NodeOutput.Dial.class::isInstance);
  }

  @Test
  void takesSilenceForDeath() {
    assertThat(neighboursAfterTheSilenceOfOne(0)).containsExactly(BOB.name());
  }

  @Test
  void butNotWhileItIsLateItself() {
    assertThat(neighboursAfterTheSilenceOfOne(250 * VirtualNetwork.MILLI + 1))
        .containsExactlyInAnyOrder(BOB.name(), CAROL.name());
  }
}
