package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.association.Association;
import io.tempelhof.core.association.AssociationInput;
import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.association.AssociationMessage;
import io.tempelhof.core.association.AssociationSettings;
import io.tempelhof.core.association.AssociationState;
import io.tempelhof.core.association.Role;
import io.tempelhof.core.association.SignalSize;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.net.AssociationDriver.Tried;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AssociationDriverTest {
  private static final NodeName US = NodeName.of("a@test");
  private static final NodeName OTHER = NodeName.of("b@test");

  private static Signal message(int sender, int number, int bytes) {
    return new Signal.Send(
        new Pid(US.atom(), sender, number, 1),
        new Pid(OTHER.atom(), sender, 0, 1),
        Encoded.of(new byte[bytes]));
  }

  // With an edge that writes down what it is asked for, and loops that run when told to.

  private final Queue<Runnable> homeTasks = new ArrayDeque<>();
  private final Queue<Runnable> loopTasks = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final Executor home = homeTasks::add;
  private final Executor loop = loopTasks::add;
  private boolean defective;
  private long request;
  private final AssociationDriver driver =
      new AssociationDriver(
          new Association(US, OTHER, AssociationSettings.DEFAULT, new SplittableRandom(1)),
          new Edge(),
          home);

  private final class Edge implements AssociationEdge {
    @Override
    public long now() {
      return 0;
    }

    @Override
    public Executor executor(long connection) {
      return loop;
    }

    @Override
    public Traffic traffic(long connection) {
      return Traffic.NONE;
    }

    @Override
    public void connect(long request) {
      AssociationDriverTest.this.request = request;
      asked.add("connect");
    }

    @Override
    public void write(long connection, Signal signal) {
      if (defective) {
        throw new IllegalStateException("defect");
      }
      asked.add("write");
    }

    @Override
    public void tell(long connection, AssociationMessage message) {
      asked.add("tell " + message.getClass().getSimpleName());
    }

    @Override
    public void takeByway(long request) {}

    @Override
    public void relay(AssociationMessage message) {
      asked.add("relay");
    }

    @Override
    public void quiet(long connection, boolean quiet) {}

    @Override
    public void tick(long connection) {
      asked.add("tick");
    }

    @Override
    public void flush(long connection) {
      asked.add("flush");
    }

    @Override
    public void openGate(long connection) {
      asked.add("gate");
    }

    @Override
    public void shut(long connection, String reason) {
      asked.add("shut");
    }

    @Override
    public void up(long connection, int creation, boolean extended, boolean dialled) {
      asked.add("up");
    }

    @Override
    public void gone(long connection, boolean graceful, String reason) {
      asked.add("gone");
    }

    @Override
    public void unused(long connection, String reason) {
      asked.add("unused");
    }

    @Override
    public void deliver(Signal signal) {
      asked.add("deliver");
    }

    @Override
    public void dropped(int signals, String reason) {
      asked.add("dropped " + signals);
    }

    @Override
    public void wakeAt(long deadline) {
      asked.add("wakeAt " + Duration.ofNanos(deadline).toSeconds());
    }

    @Override
    public void retired() {
      asked.add("retired");
    }

    @Override
    public void failed(RuntimeException defect) {
      asked.add("failed " + defect.getMessage());
    }
  }

  private List<String> runAll() {
    asked.clear();
    while (!homeTasks.isEmpty() || !loopTasks.isEmpty()) {
      Queue<Runnable> next = homeTasks.isEmpty() ? loopTasks : homeTasks;
      next.remove().run();
    }
    return List.copyOf(asked);
  }

  private void bringUp() {
    driver.submit(new AssociationInput.Opened(1, 1, true, false));
    driver.submit(new AssociationInput.Told(1, new AssociationMessage.Hello(0, 0), 0));
    assertThat(runAll()).contains("up", "gate");
  }

  @Test
  void aBurstIsDrainedOnceAndFlushedOnce() {
    bringUp();
    for (int i = 0; i < 5; i++) {
      assertThat(driver.post(message(1, i, 10))).isTrue();
    }
    assertThat(loopTasks).hasSize(1);
    assertThat(runAll()).containsExactly("write", "write", "write", "write", "write", "flush");
  }

  @Test
  void drainsOnTheLoopOfItsConnectionAndAtHomeWithout() {
    driver.post(message(1, 1, 10));
    assertThat(homeTasks).hasSize(1);
    assertThat(runAll()).containsExactly("connect");
    driver.submit(new AssociationInput.Opened(1, 1, true, true));
    driver.submit(new AssociationInput.Told(1, new AssociationMessage.Hello(0, 0), 0));
    homeTasks.remove().run();
    assertThat(asked).endsWith("tell Hello", "flush", "wakeAt 7");
    assertThat(homeTasks).isEmpty();
    assertThat(loopTasks).hasSize(1); // the rest follows the connection
    assertThat(runAll()).containsExactly("up", "gate", "write", "flush", "wakeAt 5");
    driver.submit(new AssociationInput.Lost(1, "lost"));
    assertThat(loopTasks).hasSize(1);
    runAll();
    driver.post(message(1, 2, 10));
    assertThat(loopTasks).isEmpty();
  }

  @Test
  void bytesCountUntilTheyAreWrittenOrDropped() {
    driver.post(message(1, 1, 1000));
    runAll();
    long size = SignalSize.of(message(1, 1, 1000));
    assertThat(driver.queued().bytes()).isEqualTo(size);
    driver.submit(new AssociationInput.Unreachable(request, "no such node", false));
    assertThat(runAll()).contains("dropped 1");
    assertThat(driver.queued().bytes()).isZero();
  }

  @Test
  void aSenderWaitsForRoomAndForNoMore() throws InterruptedException {
    bringUp();
    while (driver.queued().bytes() <= Room.LIMIT_BYTES) {
      driver.post(message(1, 1, 50_000));
    }
    runAll();
    Thread sender = waitingSender();
    driver.written(driver.queued().bytes(), 0);
    assertThat(sender.join(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void aFailedDialLetsWaitingSendersGo() throws InterruptedException {
    while (driver.queued().bytes() <= Room.LIMIT_BYTES) {
      driver.post(message(1, 1, 50_000));
    }
    runAll();
    Thread sender = waitingSender();
    driver.submit(new AssociationInput.Unreachable(request, "no such node", false));
    assertThat(runAll()).contains("dropped 21");
    assertThat(sender.join(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void nobodyWaitsForMoreThanOneDial() throws InterruptedException {
    driver.post(message(1, 1, 4 << 20));
    runAll();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      senders.add(waitingSender(1 << 20));
    }
    driver.submit(new AssociationInput.Unreachable(request, "no such node", false));
    assertThat(runAll()).contains("dropped 1");
    for (Thread sender : senders) {
      assertThat(sender.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  void whoHasLittleToSayDoesNotWaitForALargeMessage() {
    bringUp();
    assertThat(driver.trySay(message(1, 1, 256 << 20))).isEqualTo(Tried.SAID);
    assertThat(driver.trySay(message(2, 1, 256 << 20))).isEqualTo(Tried.NO_ROOM);
    assertThat(driver.trySay(message(2, 1, 10))).isEqualTo(Tried.SAID);
    runAll();
    driver.written(0, 256 << 20);
    assertThat(driver.trySay(message(2, 1, 100_000))).isEqualTo(Tried.SAID);
  }

  @Test
  void roomOfLargeAndOfSmallSignalsComesBackWhenTheyAreDropped() {
    driver.post(message(1, 1, 10));
    driver.post(message(1, 1, 1 << 20));
    runAll();
    driver.submit(new AssociationInput.Unreachable(request, "no such node", false));
    assertThat(runAll()).contains("dropped 2");
    assertThat(driver.queued().bytes()).isZero();
  }

  private Thread waitingSender() {
    return waitingSender(10);
  }

  private Thread waitingSender(int size) {
    int before = driver.queued().waiting();
    Thread sender =
        Thread.startVirtualThread(() -> {
          try {
            driver.say(message(2, 1, size));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    while (driver.queued().waiting() == before) {
      Thread.onSpinWait();
    }
    return sender;
  }

  @Test
  void retiresWhenTheAssociationIsForgotten() {
    bringUp();
    driver.submit(new AssociationInput.Lost(1, "lost"));
    assertThat(runAll()).containsExactly("gone", "retired");
    assertThat(driver.post(message(1, 1, 10))).isFalse();
    assertThat(driver.submit(new AssociationInput.Collect())).isFalse();
    assertThat(driver.queued().bytes()).isZero();
  }

  @Test
  void doesNotRetireWithSomethingToSay() {
    bringUp();
    driver.submit(new AssociationInput.Lost(1, "lost"));
    driver.post(message(1, 1, 10));
    assertThat(runAll()).containsExactly("gone", "connect");
  }

  @Test
  void aDefectEndsThisAssociationAndFreesItsSenders() {
    bringUp();
    while (driver.queued().bytes() <= Room.LIMIT_BYTES) {
      driver.post(message(1, 1, 50_000));
    }
    Thread sender = waitingSender();
    defective = true;
    assertThat(runAll()).containsExactly("failed defect");
    while (sender.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(driver.post(message(1, 1, 10))).isFalse();
  }

  @Test
  void wakesOnlyForAnEarlierDeadline() {
    bringUp();
    driver.submit(new AssociationInput.Assigned(Role.PEER));
    assertThat(runAll()).isEmpty(); // 5 s after the hello, as asked for before
    driver.wake();
    assertThat(runAll()).containsExactly("wakeAt 5");
    assertThat(driver.snapshot().state()).isEqualTo(AssociationState.UP);
  }

  // With two nodes on real threads.

  @Test
  void nothingIsLostOrReorderedWhileConnectionsCloseUnderFire() throws InterruptedException {
    int senders = 6;
    int each = 3000;
    try (TwoDrivers nodes = new TwoDrivers()) {
      int[] last = new int[2 * senders];
      AtomicLong received = new AtomicLong();
      receive(nodes.a, last, nodes, received);
      receive(nodes.b, last, nodes, received);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 2 * senders; i++) {
        int sender = i;
        TwoDrivers.End from = i < senders ? nodes.a : nodes.b;
        threads.add(Thread.startVirtualThread(() -> talk(from, sender, each)));
      }
      long expected = 2L * senders * each;
      while (received.get() < expected && nodes.defects.isEmpty()) {
        nodes.a.submit(new AssociationInput.Collect());
        nodes.b.submit(new AssociationInput.Collect());
        LockSupport.parkNanos(1);
      }
      assertThat(nodes.defects).isEmpty();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(nodes.gracefulCloses.get()).isGreaterThan(20);
    }
  }

  private static void talk(TwoDrivers.End from, int sender, int each) {
    try {
      SplittableRandom random = new SplittableRandom(sender);
      for (int n = 1; n <= each; n++) {
        from.say(message(sender, n, random.nextInt(10_000)));
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void receive(
      TwoDrivers.End end, int[] last, TwoDrivers nodes, AtomicLong received) {
    end.receiver =
        signal -> {
          Pid from = ((Signal.Send) signal).from();
          if (from.serial() != last[from.id()] + 1) {
            nodes.defects.add(
                new AssertionError(from.serial() + " came behind " + last[from.id()]));
          }
          last[from.id()] = from.serial();
          received.incrementAndGet();
        };
  }
}
