package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RoomTest {
  private final Room room = new Room();

  @Test
  void thereIsRoomUntilTheLimitIsPassed() {
    room.take(Room.LIMIT_BYTES);
    assertThat(room.isFree()).isTrue();
    room.take(1);
    assertThat(room.isFree()).isFalse();
    room.give(1);
    assertThat(room.isFree()).isTrue();
  }

  @Test
  void whoWaitsGoesOnWhenHalfIsLeft() throws InterruptedException {
    room.take(2 * Room.LIMIT_BYTES);
    Thread waiting = waiting(() -> {});
    room.give(Room.LIMIT_BYTES + Room.LIMIT_BYTES / 2);
    assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void whoWaitsCanBeInterrupted() throws InterruptedException {
    room.take(2 * Room.LIMIT_BYTES);
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread waiting = waiting(interrupted::countDown);
    waiting.interrupt();
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(room.used()).isEqualTo(2 * Room.LIMIT_BYTES);
  }

  @Test
  void nobodyWaitsInAnOpenRoom() throws InterruptedException {
    room.take(2 * Room.LIMIT_BYTES);
    Thread waiting = waiting(() -> {});
    room.open();
    assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
    room.await();
  }

  @Test
  void givingMoreThanWasTakenIsADefect() {
    room.take(1);
    assertThatThrownBy(() -> room.give(2)).isInstanceOf(IllegalStateException.class);
  }

  /// A lost wake-up leaves a sender asleep for ever.
  @Test
  void nobodyIsForgotten() throws InterruptedException {
    int senders = 64;
    int sends = 200;
    long bytes = Room.LIMIT_BYTES / 8;
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger under = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            try {
              for (int n = 0; n < sends; n++) {
                room.await();
                room.take(bytes);
                under.incrementAndGet();
                sent.incrementAndGet();
              }
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }));
    }
    int given = 0;
    while (given < senders * sends) {
      int some = under.getAndSet(0);
      if (some == 0) {
        Thread.onSpinWait();
      } else {
        room.give(some * bytes);
        given += some;
      }
    }
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    }
    assertThat(room.used()).isZero();
  }

  /// A thread that waits for room, already asleep.
  private Thread waiting(Runnable whenInterrupted) {
    Thread thread =
        Thread.startVirtualThread(() -> {
          try {
            room.await();
          } catch (InterruptedException e) {
            whenInterrupted.run();
          }
        });
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }
}
