package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoomTest {
  private static final long LIMIT = Room.LIMIT_BYTES;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Room room = new Room();

  @Test
  void thereIsRoomUntilTheLimitIsPassed() {
    assertThat(room.tryTake(LIMIT)).isTrue();
    assertThat(room.tryTake(1)).isTrue();
    assertThat(room.tryTake(1)).isFalse();
    room.give(1);
    assertThat(room.tryTake(1)).isTrue();
    assertThat(room.used()).isEqualTo(LIMIT + 1);
  }

  @Test
  void aMessageLargerThanTheRoomPasses() {
    assertThat(room.tryTake(500 * LIMIT)).isTrue();
    assertThat(room.tryTake(1)).isFalse();
    room.give(500 * LIMIT);
    assertThat(room.tryTake(1)).isTrue();
  }

  @Test
  void whoMayNotWaitTakesRoomThatIsNotThere() {
    room.takeAnyway(2 * LIMIT);
    room.takeAnyway(1);
    assertThat(room.used()).isEqualTo(2 * LIMIT + 1);
  }

  @Test
  void whoWaitsGoesOnWhenHalfIsLeft() throws InterruptedException {
    room.takeAnyway(2 * LIMIT);
    Thread waiting = waiting(1);
    room.give(LIMIT + LIMIT / 2 - 1);
    assertThat(room.waiting()).isOne();
    room.give(1);
    assertThat(waiting.join(PATIENCE)).isTrue();
    assertThat(room.used()).isEqualTo(LIMIT / 2 + 1);
  }

  @Test
  void roomIsGivenInOrderAndOnlyToThoseForWhomThereIsSome() throws InterruptedException {
    room.takeAnyway(2 * LIMIT);
    Thread first = waiting(10);
    Thread second = waiting(LIMIT);
    Thread third = waiting(10);
    room.give(2 * LIMIT);
    assertThat(first.join(PATIENCE)).isTrue();
    assertThat(second.join(PATIENCE)).isTrue();
    assertThat(room.waiting()).isOne();
    assertThat(room.used()).isEqualTo(LIMIT + 10);
    room.give(LIMIT);
    assertThat(third.join(PATIENCE)).isTrue();
  }

  @Test
  void nobodyOvertakesThoseWhoWait() throws InterruptedException {
    room.takeAnyway(2 * LIMIT);
    Thread waiting = waiting(1);
    room.give(LIMIT);
    assertThat(room.used()).isEqualTo(LIMIT);
    assertThat(room.tryTake(1)).isFalse();
    room.give(LIMIT);
    assertThat(waiting.join(PATIENCE)).isTrue();
    assertThat(room.tryTake(1)).isTrue();
  }

  @Test
  void whoIsInterruptedLeavesTheLine() throws InterruptedException {
    room.takeAnyway(2 * LIMIT);
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread leaves = waiting(LIMIT, interrupted::countDown);
    Thread stays = waiting(1);
    leaves.interrupt();
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(room.used()).isEqualTo(2 * LIMIT);
    room.give(2 * LIMIT);
    assertThat(stays.join(PATIENCE)).isTrue();
    assertThat(room.used()).isOne();
  }

  @Test
  void allInLineAreAdmittedAtOnceAndThoseWhoComeLaterWait() throws InterruptedException {
    room.takeAnyway(2 * LIMIT);
    List<Thread> inLine = List.of(waiting(LIMIT), waiting(LIMIT), waiting(LIMIT));
    room.admitAll();
    for (Thread thread : inLine) {
      assertThat(thread.join(PATIENCE)).isTrue();
    }
    assertThat(room.used()).isEqualTo(5 * LIMIT);
    assertThat(room.tryTake(1)).isFalse();
  }

  @Test
  void nobodyWaitsInAnOpenRoom() throws InterruptedException {
    room.takeAnyway(2 * LIMIT);
    Thread waiting = waiting(1);
    room.open();
    assertThat(waiting.join(PATIENCE)).isTrue();
    room.take(1);
    assertThat(room.tryTake(1)).isTrue();
  }

  @Test
  void givingMoreThanWasTakenIsADefect() {
    assertThat(room.tryTake(1)).isTrue();
    assertThatThrownBy(() -> room.give(2)).isInstanceOf(IllegalStateException.class);
  }

  /// Many senders of messages of all sizes, some of which are interrupted again and again, others
  /// of which only try. A lost wake-up would leave one asleep for ever, a lost interrupt or a
  /// double admission would leave the books wrong.
  @Test
  void nobodyIsForgottenAndTheLimitHoldsHoweverManyWait() throws InterruptedException {
    long seed = System.nanoTime();
    SplittableRandom seeds = new SplittableRandom(seed);
    Ledger ledger = new Ledger();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      SplittableRandom random = seeds.split();
      boolean waits = i % 4 != 0;
      senders.add(Thread.startVirtualThread(() -> ledger.send(150, waits, random)));
    }
    SplittableRandom random = seeds.split();
    while (senders.stream().anyMatch(Thread::isAlive) || !ledger.said.isEmpty()) {
      ledger.writeSome();
      if (random.nextInt(100) == 0) {
        senders.get(random.nextInt(senders.size())).interrupt();
      }
    }
    assertThat(room.used()).as("seed %d", seed).isZero();
    assertThat(room.waiting()).as("seed %d", seed).isZero();
    assertThat(ledger.most.get())
        .as("most bytes under way, seed %d", seed)
        .isLessThanOrEqualTo(LIMIT + ledger.longest.get());
    assertThat(ledger.count.get()).as("seed %d", seed).isEqualTo(200 * 150);
  }

  /// What was said and not yet written, kept beside the room's own books.
  private final class Ledger {
    final ConcurrentLinkedQueue<Long> said = new ConcurrentLinkedQueue<>();
    final AtomicLong most = new AtomicLong();
    final AtomicLong longest = new AtomicLong();
    final AtomicInteger count = new AtomicInteger();

    void send(int times, boolean waits, SplittableRandom random) {
      for (int n = 0; n < times; n++) {
        long bytes = random.nextInt(10) == 0 ? random.nextLong(2 * LIMIT) : random.nextInt(1, 4096);
        longest.accumulateAndGet(bytes, Math::max);
        while (!(waits ? take(bytes) : room.tryTake(bytes))) {
          // Thread.yield, or parking while interrupted, would keep the woken from running.
          Thread.interrupted();
          LockSupport.parkNanos(50_000);
        }
        most.accumulateAndGet(room.used(), Math::max);
        count.incrementAndGet();
        said.add(bytes);
      }
    }

    private boolean take(long bytes) {
      try {
        room.take(bytes);
        return true;
      } catch (InterruptedException e) {
        return false;
      }
    }

    void writeSome() {
      long written = 0;
      for (Long bytes = said.poll(); bytes != null; bytes = said.poll()) {
        written += bytes;
      }
      room.give(written);
    }
  }

  private Thread waiting(long bytes) {
    return waiting(bytes, () -> {});
  }

  /// A thread that waits for room, in line.
  private Thread waiting(long bytes, Runnable whenInterrupted) {
    int before = room.waiting();
    Thread thread =
        Thread.startVirtualThread(() -> {
          try {
            room.take(bytes);
          } catch (InterruptedException e) {
            whenInterrupted.run();
          }
        });
    while (room.waiting() == before) {
      Thread.onSpinWait();
    }
    return thread;
  }
}
