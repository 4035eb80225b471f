package io.tempelhof.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

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

  private static Ref ref(int word) {
    return new Ref(Atom.of("a@host"), 1, word, 0, 0);
  }
}
