package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tempelhof.core.association.Association;
import io.tempelhof.core.association.AssociationInput;
import io.tempelhof.core.association.AssociationOutput;
import io.tempelhof.core.association.AssociationSettings;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.wire.Allowance;
import io.tempelhof.core.wire.FrameReader;
import io.tempelhof.core.wire.Framing;
import io.tempelhof.core.wire.Incoming;
import io.tempelhof.core.wire.PacketSplitter;
import io.tempelhof.net.Mutator.Run;
import io.tempelhof.runtime.Dropped;
import io.tempelhof.runtime.Options;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Remote;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Frames of a genuine node with some of their bytes changed, on the way every frame goes: cut out
/// of the stream, read, told to the association, delivered to a process and decoded there. Each is
/// a signal, or costs its connection; none costs more memory than its size allows.
class MutationTest {
  private static final long SEED = Long.getLong("mutation.seed", 20_261_123);
  private static final int MUTANTS = Integer.getInteger("mutation.count", 205_000);

  /// What a connection may hold of what is not complete.
  private static final long HELD_MAX = 4 << 20;

  private static final Atom START = Atom.of("start");
  private static final Atom DONE = Atom.of("done");
  private static final long ALLOCATED_PER_BYTE = 100;
  private static final long ALLOCATED_AT_LEAST = 512 << 10;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<CapturedSession> sessions = CapturedSession.all();
  private final AtomicLong held = new AtomicLong();
  private final BlockingQueue<Integer> hashes = new LinkedBlockingQueue<>();
  private final byte[] lent = new byte[64 << 10];
  private final Processes processes =
      new Processes(CapturedSession.US, CapturedSession.OUR_CREATION, Remote.NONE, Options.DEFAULT);
  private final Association association =
      new Association(
          CapturedSession.US,
          CapturedSession.GENUINE,
          AssociationSettings.DEFAULT,
          new SplittableRandom(SEED));
  private long connections;
  private long now;
  private long delivered;
  private long malformed;

  @AfterEach
  void end() {
    processes.close();
  }

  /// One connection without a socket.
  private final class Line implements PacketSplitter.Packets {
    private final long number = ++connections;
    private final Allowance allowance =
        new Allowance() {
          @Override
          public boolean take(long bytes) {
            if (held.addAndGet(bytes) <= HELD_MAX) {
              return true;
            }
            held.addAndGet(-bytes);
            return false;
          }

          @Override
          public void give(long bytes) {
            held.addAndGet(-bytes);
          }
        };
    private final PacketSplitter splitter = new PacketSplitter(allowance);
    private final FrameReader reader;
    private boolean closed;

    Line(CapturedSession session) {
      reader = session.reader(allowance);
      splitter.switchTo(Framing.FRAMES);
      tell(new AssociationInput.Opened(number, session.creation(), false, false));
    }

    /// Feeds the bytes as a socket does: in a buffer that is used again at once.
    void feed(byte[] bytes, int from, int to) {
      for (int at = from; at < to && !closed; ) {
        int count = Math.min(lent.length, to - at);
        System.arraycopy(bytes, at, lent, 0, count);
        if (splitter.feed(lent, 0, count, this) != null) {
          closed = true;
        }
        Arrays.fill(lent, 0, count, (byte) 0x55);
        at += count;
      }
    }

    @Override
    public boolean packet(byte[] bytes, int from, int to) {
      switch (reader.read(bytes, from, to)) {
        case Incoming.Tick() -> tell(new AssociationInput.Ticked(number));
        case Incoming.Fragment() -> {}
        case Incoming.Signalled(Signal signal) -> heard(signal);
        case Incoming.Malformed(String reason, int offset) -> {
          assertThat(reason.length()).isLessThan(500);
          assertThat(offset).isBetween(0, to - from);
          malformed++;
          closed = true;
        }
      }
      return !closed;
    }

    private void heard(Signal signal) {
      delivered++;
      if (!(signal instanceof Signal.Message)) {
        tell(new AssociationInput.Heard(number, signal));
      }
      processes.deliver(signal, _ -> {});
    }

    void close() {
      reader.release();
      splitter.release();
      tell(new AssociationInput.Lost(number, "over"));
    }

    private void tell(AssociationInput input) {
      association.step(
          input,
          ++now,
          output -> {
            if (output instanceof AssociationOutput.Deliver(Signal signal)) {
              processes.deliver(signal, _ -> {});
            }
          });
    }
  }

  @Test
  void mutantsAreSignalsOrCostTheirConnection() throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    Pid victim =
        processes.spawn(
            "echo",
            self -> {
              self.trapExits(true);
              ready.countDown();
              int hash = 0;
              while (true) {
                Term term = self.receive();
                if (term.equals(START)) {
                  hash = 0;
                } else if (term.equals(DONE)) {
                  hashes.add(hash);
                } else {
                  hash = 31 * hash + term.hashCode();
                }
              }
            });
    assertThat(victim).isEqualTo(CapturedSession.VICTIM);
    ready.await();
    int heard = hearSoundSessions();
    for (int i = 0; i < 20; i++) {
      assertThat(hearSoundSessions()).isEqualTo(heard);
    }

    Mutator mutator = new Mutator(SEED);
    int mutants = 0;
    for (int round = 0; mutants < MUTANTS; round++) {
      Run run = mutator.run(sessions);
      try {
        mutants += play(run, mutator);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + SEED + ", run " + round, e);
      }
      if (round % 1_000 == 0) {
        // The victim is none the worse, and keeps up.
        assertThat(hearSoundSessions()).as("seed %d", SEED).isEqualTo(heard);
      }
    }

    assertThat(malformed).as("seed %d", SEED).isGreaterThan(MUTANTS / 10);
    assertThat(delivered).as("seed %d", SEED).isGreaterThan(MUTANTS / 2);
    assertThat(processes.snapshot().crashed()).as("seed %d", SEED).isZero();
    assertThat(processes.snapshot().processes()).as("seed %d", SEED).isEqualTo(1);
    assertThat(processes.snapshot().dropped().get(Dropped.MALFORMED)).isPositive();
    assertThat(hearSoundSessions()).as("seed %d", SEED).isEqualTo(heard);
  }

  /// Feeds the sessions as they were captured.
  ///
  /// @return a hash of all that the victim has received of them
  private int hearSoundSessions() throws InterruptedException {
    processes.send("echo", START);
    for (CapturedSession session : sessions) {
      Line line = new Line(session);
      for (byte[] frame : session.frames()) {
        byte[] packet = Framing.FRAMES.packet(frame);
        line.feed(packet, 0, packet.length);
        assertThat(line.closed).isFalse();
      }
      line.close();
      assertThat(held).hasValue(0);
    }
    processes.send("echo", DONE);
    Integer hash = hashes.poll(20, TimeUnit.SECONDS);
    assertThat(hash).as("seed %d", SEED).isNotNull();
    return hash;
  }

  /// @return how many mutants were fed before the connection was closed
  private int play(Run run, Mutator mutator) {
    Line line = new Line(run.session());
    long before = threads.getCurrentThreadAllocatedBytes();
    long bytes = 0;
    int mutants = 0;
    for (int i = 0; i < run.packets().size() && !line.closed; i++) {
      byte[] packet = run.packets().get(i).bytes();
      mutants += run.packets().get(i).mutant() ? 1 : 0;
      for (int at = 0; at < packet.length && !line.closed; ) {
        int to = at + mutator.chunk(packet.length - at);
        line.feed(packet, at, to);
        at = to;
      }
      bytes += packet.length;
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      if (allocated > ALLOCATED_PER_BYTE * bytes + ALLOCATED_AT_LEAST) {
        throw new AssertionError(
            allocated
                + " bytes allocated for "
                + bytes
                + ", the last of them "
                + HexFormat.of().formatHex(packet, 0, Math.min(packet.length, 1000)));
      }
    }
    line.close();
    assertThat(held).hasValue(0);
    return mutants;
  }
}
