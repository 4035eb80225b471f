package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Ref;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A mailbox without the threads at its two ends.
@State(Scope.Thread)
public class MailboxBenchmark {
  private static final int BURST = 1_000;
  private static final Ref REFERENCE = new Ref(Atom.of("n@h"), 1, 1, 2, 3);

  /// Messages that wait for another time.
  @Param({"0", "100000"})
  int waiting;

  private final Object content = "ping";
  private Mailbox mailbox = new Mailbox();

  @Setup
  public void fill() {
    mailbox = new Mailbox();
    for (int i = 0; i < waiting; i++) {
      mailbox.push(Envelope.of(content));
    }
    mailbox.mark(REFERENCE);
  }

  /// The message that a call waits for comes and is taken: what else waits costs nothing.
  @Benchmark
  public Envelope answer() {
    mailbox.push(Envelope.of(content));
    return take();
  }

  /// So many come before the first is taken.
  @Benchmark
  @OperationsPerInvocation(BURST)
  public Envelope burst() {
    for (int i = 0; i < BURST; i++) {
      mailbox.push(Envelope.of(content));
    }
    for (int i = 1; i < BURST; i++) {
      take();
    }
    return take();
  }

  private Envelope take() {
    mailbox.rewindTo(REFERENCE);
    Envelope next = Objects.requireNonNull(mailbox.next());
    mailbox.take();
    return next;
  }
}
