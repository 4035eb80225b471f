package io.tempelhof.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import org.junit.jupiter.api.Test;

/// What becomes of processes spawned by request when the connection breaks.
class RelationsTest {
  private static final Pid ASKING = new Pid(Atom.of("a@host"), 1, 0, 1);
  private static final Pid CHILD = new Pid(Atom.of("b@host"), 1, 0, 1);
  private static final Ref REF = new Ref(Atom.of("a@host"), 1, 1, 2, 3);
  private static final Signal.SpawnRequest REQUEST =
      new Signal.SpawnRequest(
          REF, ASKING, ASKING, Atom.of("m"), Atom.of("f"), 0, Nil.NIL, Encoded.of(Nil.NIL));
  private static final Signal.SpawnReply BOTH = new Signal.SpawnReply(REF, ASKING, 3, CHILD);

  private final Relations asking = new Relations();
  private final Relations asked = new Relations();

  @Test
  void anOpenRequestIsAnsweredByNoconnection() {
    asking.outgoing(REQUEST);
    asked.incoming(REQUEST);
    assertThat(asking.breakAll())
        .containsExactly(new Signal.SpawnReply(REF, ASKING, 0, ExitReason.NOCONNECTION));
    assertThat(asked.breakAll()).isEmpty();
  }

  @Test
  void aSpawnedProcessIsRelatedFromTheAnswerOn() {
    asking.outgoing(REQUEST);
    asked.incoming(REQUEST);
    asked.outgoing(BOTH);
    asking.incoming(BOTH);
    assertThat(asking.breakAll())
        .containsExactly(
            new Signal.Exit(CHILD, ASKING, ExitReason.NOCONNECTION),
            new Signal.Down(CHILD, ASKING, REF, ExitReason.NOCONNECTION));
    assertThat(asked.breakAll())
        .containsExactly(
            new Signal.Exit(ASKING, CHILD, ExitReason.NOCONNECTION),
            new Signal.Demonitor(ASKING, CHILD, REF));
    assertThat(asking.isEmpty() && asked.isEmpty()).isTrue();
  }

  @Test
  void nothingIsSettledWhileAnAnswerIsAwaited() {
    assertThat(asking.isSettled()).isTrue();
    asking.outgoing(REQUEST);
    asked.incoming(REQUEST);
    assertThat(asking.isSettled() || asked.isSettled()).isFalse();
    asked.outgoing(BOTH);
    asking.incoming(BOTH);
    assertThat(asking.isSettled() && asked.isSettled()).isTrue();
    assertThat(asking.size()).isEqualTo(2).isEqualTo(asked.size());
    Signal.Unlink unlink = new Signal.Unlink(4, ASKING, CHILD);
    asking.outgoing(unlink);
    asked.incoming(unlink);
    assertThat(asking.isSettled() || asked.isSettled()).isFalse();
    Signal.UnlinkAck ack = new Signal.UnlinkAck(4, CHILD, ASKING);
    asked.outgoing(ack);
    asking.incoming(ack);
    assertThat(asking.isSettled() && asked.isSettled()).isTrue();
    assertThat(asking.size()).isEqualTo(1).isEqualTo(asked.size());
    asking.outgoing(REQUEST);
    asking.breakAll();
    assertThat(asking.isSettled() && asking.isEmpty()).isTrue();
  }

  @Test
  void theEndOfTheNewProcessEndsTheRelations() {
    asking.outgoing(REQUEST);
    asked.incoming(REQUEST);
    asked.outgoing(BOTH);
    asked.outgoing(new Signal.Exit(CHILD, ASKING, ExitReason.NORMAL));
    asked.outgoing(new Signal.Down(CHILD, ASKING, REF, ExitReason.NORMAL));
    asking.incoming(BOTH);
    asking.incoming(new Signal.Exit(CHILD, ASKING, ExitReason.NORMAL));
    asking.incoming(new Signal.Down(CHILD, ASKING, REF, ExitReason.NORMAL));
    assertThat(asking.isEmpty() && asked.isEmpty()).isTrue();
  }

  @Test
  void anAnswerNobodyAskedForRelatesNobody() {
    asking.incoming(BOTH);
    assertThat(asking.isEmpty()).isTrue();
    asking.outgoing(REQUEST);
    asking.incoming(new Signal.SpawnReply(REF, CHILD, 3, CHILD));
    assertThat(asking.breakAll())
        .containsExactly(new Signal.SpawnReply(REF, ASKING, 0, ExitReason.NOCONNECTION));
    assertThat(Relations.afterHearing(BOTH).breakAll()).hasSize(2);
  }

  @Test
  void anAnswerIsAwaitedOnceAndOverTheConnectionOfItsRequest() {
    asked.incoming(REQUEST);
    assertThat(asked.awaits(BOTH)).isTrue();
    asked.breakAll();
    assertThat(asked.awaits(BOTH)).isFalse();
    assertThat(Relations.afterSending(BOTH).breakAll())
        .containsExactly(
            new Signal.Exit(ASKING, CHILD, ExitReason.NOCONNECTION),
            new Signal.Demonitor(ASKING, CHILD, REF));
  }
}
