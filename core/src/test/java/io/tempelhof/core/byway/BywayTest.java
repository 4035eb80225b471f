package io.tempelhof.core.byway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.association.AssociationMessage;
import io.tempelhof.core.association.SignalSize;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two ends over a way that loses, doubles and reorders.
class BywayTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;

  private record Event(long at, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event o) {
      return at == o.at ? Long.compare(order, o.order) : Long.compare(at, o.at);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now = 5;
  private long order;
  private double loss;
  private SplittableRandom random = new SplittableRandom(1);
  private final End a = new End(NodeName.of("a@h"), 3);
  private final End b = new End(NodeName.of("b@h"), -4);

  /// One node's end of it.
  private final class End {
    final NodeName name;
    final int creation;
    @Nullable Byway byway;
    final List<Signal> heard = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    int upWith;
    long room;
    @Nullable String lost;

    End(NodeName name, int creation) {
      this.name = name;
      this.creation = creation;
    }

    End other() {
      return this == a ? b : a;
    }

    void perform(Byway.Output output) {
      switch (output) {
        case Byway.Send(var message) -> carry(message);
        case Byway.Up(int peer) -> upWith = peer;
        case Byway.Heard(var signal) -> heard.add(signal);
        case Byway.Told(var message, long received) -> told.add(message + " after " + received);
        case Byway.Written(long small, long large) -> room += small + large;
        case Byway.Lost(var reason) -> gone(reason);
        case Byway.Unmade(var reason) -> gone(reason);
      }
      arm();
    }

    private void gone(String reason) {
      assertThat(lost).isNull();
      lost = reason;
    }

    private void carry(BywayMessage message) {
      BywayMessage read = BywayMessage.decode(message.encode());
      for (int i = random.nextDouble() < loss ? 0 : random.nextInt(20) == 0 ? 2 : 1; i > 0; i--) {
        at(now + 1 + random.nextLong(80 * MILLI), () -> other().hear(read));
      }
    }

    void hear(BywayMessage message) {
      if (byway != null) {
        byway.heard(message, now, this::perform);
        arm();
      } else if (message instanceof BywayMessage.Open open) {
        byway = Byway.accept(open, other().name, name, creation, now, this::perform);
      }
    }

    void arm() {
      if (byway != null && byway.nextDeadline() != Long.MAX_VALUE) {
        long due = byway.nextDeadline();
        at(
            Math.max(now, due),
            () -> {
              if (byway.nextDeadline() <= now) {
                byway.timer(now, this::perform);
                arm();
              }
            });
      }
    }

    void open() {
      byway = Byway.open(other().name, now, name, creation, now, this::perform);
      arm();
    }

    long say(int number, int size) {
      Pid from = new Pid(name.atom(), number, 0, creation);
      Pid to = new Pid(other().name.atom(), 1, 0, other().creation);
      Signal signal = new Signal.Send(from, to, Encoded.of(Binary.of(new byte[size])));
      byway.write(signal, now, this::perform);
      arm();
      return SignalSize.of(signal);
    }

    List<Integer> numbers() {
      return heard.stream().map(s -> ((Signal.Send) s).from().id()).toList();
    }
  }

  private void at(long time, Runnable action) {
    events.add(new Event(time, order++, action));
  }

  private void run(long nanos) {
    long end = now + nanos;
    while (!events.isEmpty() && events.peek().at <= end) {
      Event event = events.poll();
      now = event.at;
      event.action.run();
    }
    now = end;
  }

  private void open() {
    a.open();
    run(7 * SECOND);
    a.byway.openGate(now, a::perform);
    b.byway.openGate(now, b::perform);
  }

  @Test
  void bothEndsLearnWhoIsThere() {
    open();
    assertThat(a.upWith).isEqualTo(-4);
    assertThat(b.upWith).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everythingArrivesOnceAndInOrderWhateverTheWayDoes(long seed) {
    random = new SplittableRandom(seed);
    open();
    loss = 0.2;
    List<Integer> said = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int size = random.nextInt(10) == 0 ? 1 + random.nextInt(150_000) : 1 + random.nextInt(50);
      int number = i;
      at(now + random.nextLong(SECOND) + i * SECOND, () -> a.say(number, size));
      at(now + random.nextLong(SECOND) + i * SECOND, () -> b.say(number, 1 + size / 9));
      said.add(i);
    }
    run(200 * SECOND);
    loss = 0;
    run(60 * SECOND);
    assertThat(a.lost).as("seed %d", seed).isNull();
    assertThat(b.lost).as("seed %d", seed).isNull();
    assertThat(b.numbers()).as("seed %d", seed).isEqualTo(said);
    assertThat(a.numbers()).as("seed %d", seed).isEqualTo(said);
  }

  @Test
  void whoSpeaksOnAndOnDoesNotPutOffWhatWasLost() {
    open();
    loss = 1;
    a.say(0, 1);
    loss = 0;
    for (int i = 1; i < 100; i++) {
      int number = i;
      at(now + i * 100 * MILLI, () -> a.say(number, 1));
    }
    run(12 * SECOND);
    assertThat(b.heard).hasSize(100);
  }

  @Test
  void messagesOfTheAssociationsStandBehindTheSignalsBeforeThem() {
    open();
    a.say(1, 20_000);
    a.say(2, 1);
    long uncounted = AssociationMessage.UNCOUNTED;
    a.byway.write(new AssociationMessage.CloseRequest(uncounted), now, a::perform);
    run(2 * SECOND);
    assertThat(b.told).containsExactly("CloseRequest[sent=2] after 2");
  }

  @Test
  void nothingIsDeliveredBeforeTheGateIsOpen() {
    a.open();
    run(SECOND);
    a.say(1, 1);
    run(SECOND);
    assertThat(b.heard).isEmpty();
    b.byway.openGate(now, b::perform);
    assertThat(b.numbers()).containsExactly(1);
  }

  @Test
  void theOtherEndReadsWhatWasWrittenBeforeTheEnd() {
    open();
    loss = 0.3;
    a.say(1, 60_000);
    a.byway.shut(now, a::perform);
    run(60 * SECOND);
    assertThat(b.numbers()).containsExactly(1);
    assertThat(b.lost).isEqualTo("end of stream");
    assertThat(a.lost).isNull();
    assertThat(a.byway.isOver()).isTrue();
    assertThat(b.byway.isOver()).isTrue();
  }

  @Test
  void thirtySecondsInWhichNothingArrivesEndIt() {
    open();
    loss = 1;
    a.say(1, 1);
    run(29 * SECOND);
    assertThat(a.lost).isNull();
    run(2 * SECOND);
    assertThat(a.lost).contains("30 s");
    loss = 0;
    b.say(2, 1);
    run(SECOND);
    assertThat(a.byway.isOver()).isTrue();
  }

  @Test
  void whoDoesNotAgreeWithinSevenSecondsIsNotReached() {
    loss = 1;
    a.open();
    run(8 * SECOND);
    assertThat(a.lost).contains("no answer");
    assertThat(a.byway.isOver()).isTrue();
  }

  @Test
  void moreThanEightMebibytesUnderWayEndItAndGiveAllRoomBack() {
    open();
    loss = 1;
    long size = 0;
    for (int i = 0; i < 150; i++) {
      size += a.say(i, 60_000);
    }
    assertThat(a.lost).contains("8388608");
    assertThat(a.room).isEqualTo(size);
  }

  @Test
  void roomIsGivenBackWhenSignalsHaveArrivedOrTheEndIsNear() {
    open();
    long size = a.say(1, 10) + a.say(2, 100_000);
    assertThat(a.room).isZero();
    run(60 * SECOND);
    assertThat(a.room).isEqualTo(size);
    loss = 1;
    size += a.say(3, 10);
    run(SECOND);
    a.byway.shut(now, a::perform);
    assertThat(a.room).isEqualTo(size);
  }

  @Test
  void whatTheOtherEndDoesNotKnowIsReset() {
    open();
    a.byway.heard(new BywayMessage.Reset(false, a.byway.line()), now, a::perform);
    assertThat(a.lost).contains("knows of no such");
  }

  @Test
  void anyTermIsAnsweredWithAValue() {
    assertThat(BywayMessage.decode(Atom.of("byway"))).isNull();
    for (BywayMessage message :
        List.of(
            new BywayMessage.Open(7, -1),
            new BywayMessage.Opened(7, 5),
            new BywayMessage.Reset(true, 1))) {
      assertThat(BywayMessage.decode(message.encode())).isEqualTo(message);
    }
  }
}
