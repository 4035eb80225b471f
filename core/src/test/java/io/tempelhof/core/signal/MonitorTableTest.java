package io.tempelhof.core.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Tuple;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MonitorTableTest {
  private static final NodeName B = NodeName.of("b@host");
  private static final Pid SELF = new Pid(Atom.of("a@host"), 1, 0, 1);
  private static final Pid PEER = new Pid(B.atom(), 2, 0, 1);
  private static final Atom NAME = Atom.of("till");
  private static final Atom BOOM = Atom.of("boom");

  private final MonitorTable table = new MonitorTable();

  @Test
  void aMonitorIsOverOnce() {
    Ref ref = ref(1);
    var target = new MonitorTable.Target(PEER, B.atom());
    table.monitor(ref, target);
    assertThat(table.release(ref)).isEqualTo(target);
    assertThat(table.release(ref)).isNull();
    assertThat(table.release(ref(2))).isNull();
  }

  @Test
  void namesAProcessAsItWasMonitored() {
    assertThat(new MonitorTable.Target(PEER, B.atom()).source()).isEqualTo(PEER);
    assertThat(new MonitorTable.Target(NAME, B.atom()).source())
        .isEqualTo(Tuple.of(NAME, B.atom()));
  }

  @Test
  void severalMonitorsOfOneWatcherAreTold() {
    table.watched(PEER, ref(1), SELF);
    table.watched(PEER, ref(2), NAME);
    table.watched(PEER, ref(3), SELF);
    table.unwatched(PEER, ref(3));
    assertThat(table.ended(BOOM))
        .containsExactly(
            new Signal.Down(SELF, PEER, ref(1), BOOM), new Signal.Down(NAME, PEER, ref(2), BOOM));
    assertThat(table.ended(BOOM)).isEmpty();
  }

  @Test
  void anothersDemonitorWithTheSameReferenceIsNotMistaken() {
    table.watched(PEER, ref(1), SELF);
    table.unwatched(SELF, ref(1));
    assertThat(table.ended(BOOM)).hasSize(1);
  }

  @Test
  void itsOwnMonitorsAreGivenUpAtTheEnd() {
    var target = new MonitorTable.Target(NAME, B.atom());
    table.monitor(ref(1), target);
    assertThat(table.releaseAll()).containsExactly(Map.entry(ref(1), target));
    assertThat(table.releaseAll()).isEmpty();
  }

  @Test
  void anAliasIsActiveUntilItIsGivenUp() {
    table.alias(ref(1), AliasOption.EXPLICIT_UNALIAS);
    assertThat(table.reached(ref(1))).isNull();
    assertThat(table.reached(ref(1))).isNull();
    assertThat(table.isActive(ref(1))).isTrue();
    assertThat(table.isActive(ref(2))).isFalse();
    assertThat(table.unalias(ref(1))).isTrue();
    assertThat(table.unalias(ref(1))).isFalse();
    assertThat(table.isActive(ref(1))).isFalse();
  }

  @Test
  void aReplyAliasLetsOneThrough() {
    table.alias(ref(1), AliasOption.REPLY);
    assertThat(table.reached(ref(1))).isNull();
    assertThat(table.isActive(ref(1))).isFalse();
  }

  @Test
  void anAliasOfAMonitorEndsWithItOrNot() {
    var target = new MonitorTable.Target(PEER, B.atom());
    int word = 0;
    for (AliasOption option : AliasOption.values()) {
      if (option != AliasOption.REPLY) {
        Ref ref = ref(++word);
        table.monitor(ref, target);
        table.alias(ref, option);
        assertThat(table.release(ref)).isEqualTo(target);
        assertThat(table.isActive(ref)).as("%s", option).isEqualTo(!option.needsMonitor());
      }
    }
  }

  @Test
  void aReplyEndsAliasAndMonitorBothOrNeither() {
    var target = new MonitorTable.Target(NAME, B.atom());
    table.monitor(ref(1), target);
    table.alias(ref(1), AliasOption.REPLY_DEMONITOR);
    assertThat(table.reached(ref(1))).isEqualTo(target);
    assertThat(table.isActive(ref(1))).isFalse();
    assertThat(table.release(ref(1))).isNull();

    table.monitor(ref(2), target);
    table.alias(ref(2), AliasOption.DEMONITOR);
    assertThat(table.reached(ref(2))).isNull();
    assertThat(table.isActive(ref(2))).isTrue();
    assertThat(table.release(ref(2))).isEqualTo(target);
  }

  @Test
  void givingUpAnAliasLeavesItsMonitor() {
    var target = new MonitorTable.Target(NAME, B.atom());
    table.monitor(ref(1), target);
    table.alias(ref(1), AliasOption.REPLY_DEMONITOR);
    assertThat(table.unalias(ref(1))).isTrue();
    assertThat(table.reached(ref(1))).isNull();
    assertThat(table.release(ref(1))).isEqualTo(target);
  }

  @Test
  void someAliasesNeedAMonitor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.alias(ref(1), AliasOption.DEMONITOR));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.alias(ref(1), AliasOption.REPLY_DEMONITOR));
    assertThat(table.aliases()).isEmpty();
  }

  @Test
  void saysWhatThereIs() {
    var target = new MonitorTable.Target(NAME, B.atom());
    table.monitor(ref(1), target);
    table.alias(ref(1), AliasOption.DEMONITOR);
    table.alias(ref(2), AliasOption.REPLY);
    table.watched(PEER, ref(3), SELF);
    table.watched(PEER, ref(4), SELF);
    assertThat(table.targets()).containsExactly(target);
    assertThat(table.aliases()).containsExactly(ref(1), ref(2));
    assertThat(table.watchers()).containsExactly(PEER, PEER);
    table.releaseAll();
    assertThat(table.aliases()).isEmpty();
    assertThat(table.targets()).isEmpty();
  }

  private static Ref ref(int word) {
    return new Ref(Atom.of("a@host"), 1, word, 0, 0);
  }
}
