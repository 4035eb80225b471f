package io.tempelhof.runtime.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Virtual threads on a scheduler of two workers; its threads are daemons and end with the tests.
@Timeout(60)
class SchedulerTest {
  private static Thread.Builder.OfVirtual threads;

  @BeforeAll
  static void start() {
    threads = ProcessThreads.on(new Scheduler(2));
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(30, TimeUnit.SECONDS)).as("all is done within 30 s").isTrue();
  }

  @Test
  void runsAllThatAreStartedFromOutsideAndFromInside() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1_000 + 1_000 * 10);
    for (int i = 0; i < 1_000; i++) {
      threads.start(() -> {
        for (int j = 0; j < 10; j++) {
          threads.start(done::countDown);
        }
        done.countDown();
      });
    }
    await(done);
  }

  @Test
  void noWakeUpIsLost() throws InterruptedException {
    int pairs = 8;
    int turns = 20_000;
    CountDownLatch done = new CountDownLatch(pairs);
    for (int i = 0; i < pairs; i++) {
      SynchronousQueue<Integer> there = new SynchronousQueue<>();
      SynchronousQueue<Integer> back = new SynchronousQueue<>();
      threads.start(() -> {
        for (int turn = 0; turn < turns; turn++) {
          put(there, turn);
          take(back);
        }
        done.countDown();
      });
      threads.start(() -> {
        for (int turn = 0; turn < turns; turn++) {
          put(back, take(there));
        }
      });
    }
    await(done);
  }

  @Test
  void whoIsWokenFromOutsideComesThroughBetweenTwoThatTalkWithoutEnd() throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> talkers = new ArrayList<>();
    // A pair for each worker.
    for (int i = 0; i < 2; i++) {
      Thread[] pair = new Thread[2];
      for (int j = 0; j < 2; j++) {
        int other = 1 - j;
        pair[j] =
            threads.unstarted(() -> {
              while (!over.get()) {
                LockSupport.unpark(pair[other]);
                LockSupport.park();
              }
              LockSupport.unpark(pair[other]);
            });
        talkers.add(pair[j]);
      }
    }
    talkers.forEach(Thread::start);
    LinkedTransferQueue<Integer> given = new LinkedTransferQueue<>();
    CountDownLatch got = new CountDownLatch(100);
    threads.start(() -> {
      while (got.getCount() > 0) {
        take(given);
        got.countDown();
      }
    });
    for (int i = 0; i < 100; i++) {
      given.put(i);
    }
    await(got);
    over.set(true);
    for (Thread talker : talkers) {
      talker.join();
    }
  }

  @Test
  void whoWasWokenByOneThatComputesRunsElsewhere() throws InterruptedException {
    CountDownLatch woken = new CountDownLatch(1);
    AtomicBoolean computes = new AtomicBoolean(true);
    Thread sleeper =
        threads.start(() -> {
          LockSupport.park();
          woken.countDown();
        });
    while (sleeper.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    Thread computer =
        threads.start(() -> {
          LockSupport.unpark(sleeper);
          while (computes.get()) {
            Thread.onSpinWait();
          }
        });
    await(woken);
    computes.set(false);
    computer.join();
  }

  @Test
  void bothWorkersWorkWhenThereIsWorkForBoth() throws InterruptedException {
    CountDownLatch both = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      threads.start(() -> {
        both.countDown();
        // Two that do not step aside are here at once only if each has a worker.
        while (both.getCount() > 0) {
          Thread.onSpinWait();
        }
      });
    }
    await(both);
  }

  @Test
  void whoStepsAsideLetsOthersRun() throws InterruptedException {
    AtomicInteger turns = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch done = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      threads.start(() -> {
        boolean last = turns.incrementAndGet() == 4;
        over.compareAndSet(false, last);
        while (!over.get()) {
          ProcessThreads.giveWay();
        }
        done.countDown();
      });
    }
    await(done);
  }

  private static void put(SynchronousQueue<Integer> queue, int value) {
    try {
      queue.put(value);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int take(BlockingQueue<Integer> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
