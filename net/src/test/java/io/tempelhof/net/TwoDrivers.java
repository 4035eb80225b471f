package io.tempelhof.net;

import io.tempelhof.core.association.Association;
import io.tempelhof.core.association.AssociationInput;
import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.association.AssociationMessage;
import io.tempelhof.core.association.AssociationSettings;
import io.tempelhof.core.association.SignalSize;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Two nodes with an association each, joined by connections in memory, on several event loops.
@SuppressWarnings("FutureReturnValueIgnored") // nothing waits for a timer
final class TwoDrivers implements AutoCloseable {
  private static final int LOOPS = 4;

  /// As usual, but nobody refuses to close because it has just spoken.
  private static final AssociationSettings SETTINGS = settings(AssociationSettings.DEFAULT);

  private static AssociationSettings settings(AssociationSettings usual) {
    return new AssociationSettings(
        usual.idleNanos(),
        usual.idleMaxNanos(),
        0,
        usual.helloNanos(),
        usual.closeNanos(),
        usual.tickNanos(),
        usual.silenceNanos(),
        usual.watchTickNanos(),
        usual.quietNanos(),
        usual.checkNanos(),
        usual.sleeps(),
        usual.erlangTickNanos(),
        usual.erlangSilenceNanos());
  }

  private final List<ScheduledThreadPoolExecutor> loops = new ArrayList<>();
  private final Map<Long, Line> lines = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final SplittableRandom random = new SplittableRandom(3);
  final Queue<Throwable> defects = new ConcurrentLinkedQueue<>();
  final AtomicLong gracefulCloses = new AtomicLong();
  final End a = new End("a@test");
  final End b = new End("b@test");

  TwoDrivers() {
    for (int i = 0; i < LOOPS; i++) {
      loops.add(new ScheduledThreadPoolExecutor(1));
    }
    a.other = b;
    b.other = a;
  }

  @Override
  public void close() {
    loops.forEach(ScheduledThreadPoolExecutor::shutdownNow);
  }

  /// One end of a connection, in the hands of one loop.
  private static final class Line {
    final long number;
    final End end;
    final ScheduledThreadPoolExecutor loop;
    final Queue<Signal> held = new ConcurrentLinkedQueue<>();
    final List<Runnable> burst = new ArrayList<>();
    Line other = this;
    boolean gateOpen;
    boolean shut;
    long received;
    long written;
    long burstBytes;

    Line(long number, End end, ScheduledThreadPoolExecutor loop) {
      this.number = number;
      this.end = end;
      this.loop = loop;
    }
  }

  /// One of the two nodes.
  final class End implements AssociationEdge {
    private final NodeName name;
    private final ScheduledThreadPoolExecutor home = new ScheduledThreadPoolExecutor(1);
    private volatile Holder holder = new Holder(null);
    private End other = this;
    Consumer<Signal> receiver = _ -> {};

    private record Holder(AssociationDriver driver) {}

    End(String name) {
      this.name = NodeName.of(name);
      loops.add(home);
    }

    synchronized AssociationDriver driver() {
      if (holder.driver() == null) {
        Association association = new Association(name, other.name, SETTINGS, random.split());
        holder = new Holder(new AssociationDriver(association, this, home));
      }
      return holder.driver();
    }

    void say(Signal signal) throws InterruptedException {
      while (!driver().say(signal)) {
        Thread.onSpinWait();
      }
    }

    void submit(AssociationInput input) {
      while (!driver().submit(input)) {
        Thread.onSpinWait();
      }
    }

    @Override
    public long now() {
      return Clock.now();
    }

    @Override
    public Executor executor(long connection) {
      return lines.get(connection).loop;
    }

    @Override
    public Traffic traffic(long connection) {
      return new Traffic(now(), now(), now());
    }

    /// Both ends may dial at once, and both come through.
    @Override
    public void connect(long request) {
      Line ours = new Line(numbers.incrementAndGet(), this, loops.get(loopOf(numbers.get())));
      Line theirs = new Line(numbers.incrementAndGet(), other, loops.get(loopOf(numbers.get())));
      ours.other = theirs;
      theirs.other = ours;
      lines.put(ours.number, ours);
      lines.put(theirs.number, theirs);
      home.schedule(
          // What the acceptor says comes behind the news of the connection, as on a socket.
          () ->
              ours.loop.execute(() -> {
                ours.end.submit(new AssociationInput.Opened(ours.number, 1, true, true));
                theirs.loop.execute(
                    () -> other.submit(new AssociationInput.Opened(theirs.number, 1, true, false)));
              }),
          200,
          TimeUnit.MICROSECONDS);
    }

    private int loopOf(long number) {
      return (int) (number % LOOPS);
    }

    private void on(long connection, Consumer<Line> act) {
      Line line = lines.get(connection);
      line.loop.execute(() -> act.accept(line));
    }

    @Override
    public void write(long connection, Signal signal) {
      on(
          connection,
          line -> {
            line.burst.add(() -> read(line.other, signal));
            line.written++;
            line.burstBytes += SignalSize.of(signal);
          });
    }

    @Override
    public void tell(long connection, AssociationMessage message) {
      on(
          connection,
          line -> {
            AssociationMessage counted = message.behind(line.written);
            line.burst.add(() -> told(line.other, counted));
          });
    }

    @Override
    public void takeByway(long request) {}

    @Override
    public void relay(AssociationMessage message) {}

    @Override
    public void quiet(long connection, boolean quiet) {}

    @Override
    public void tick(long connection) {}

    @Override
    public void flush(long connection) {
      on(connection, line -> flush(line));
    }

    private void flush(Line line) {
      List<Runnable> burst = List.copyOf(line.burst);
      long bytes = line.burstBytes;
      line.burst.clear();
      line.burstBytes = 0;
      line.other.loop.execute(() -> burst.forEach(Runnable::run));
      driver().written(bytes, 0);
    }

    private void read(Line line, Signal signal) {
      line.received++;
      if (line.shut) {
        defects.add(new AssertionError(line.end.name + ": " + signal + " came after the end"));
      } else if (line.gateOpen) {
        line.end.receiver.accept(signal);
      } else {
        line.held.add(signal);
      }
    }

    private void told(Line line, AssociationMessage message) {
      if (!line.shut) {
        line.end.submit(new AssociationInput.Told(line.number, message, line.received));
      }
    }

    @Override
    public void openGate(long connection) {
      on(
          connection,
          line -> {
            line.gateOpen = true;
            line.held.forEach(receiver);
            line.held.clear();
          });
    }

    @Override
    public void shut(long connection, String reason) {
      on(
          connection,
          line -> {
            line.shut = true;
            flush(line);
            line.other.loop.execute(() -> {
              if (!line.other.shut) {
                line.other.end.submit(new AssociationInput.Lost(line.other.number, "end"));
              }
            });
          });
    }

    @Override
    public void up(long connection, int creation, boolean extended, boolean dialled) {}

    @Override
    public void gone(long connection, boolean graceful, String reason) {
      if (graceful) {
        gracefulCloses.incrementAndGet();
      } else {
        defects.add(new AssertionError(name + ": broke: " + reason));
      }
    }

    @Override
    public void unused(long connection, String reason) {}

    @Override
    public void deliver(Signal signal) {
      defects.add(new AssertionError(name + ": told " + signal));
    }

    @Override
    public void dropped(int count, String reason) {
      defects.add(new AssertionError(name + ": dropped " + count + ": " + reason));
    }

    @Override
    public void wakeAt(long deadline) {
      home.schedule(() -> driver().wake(), deadline - now(), TimeUnit.NANOSECONDS);
    }

    @Override
    public synchronized void retired() {
      holder = new Holder(null);
    }

    @Override
    public void failed(RuntimeException defect) {
      defects.add(defect);
    }
  }
}
