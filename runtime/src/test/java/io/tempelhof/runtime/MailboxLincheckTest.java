package io.tempelhof.runtime;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever many senders and one owner do to a mailbox at once looks as if they had done it one
/// after the other. That covers wake-ups: of the pushes after {@link Mailbox#idle} exactly the
/// first one answers that the owner must be woken, in every order of events.
///
/// First of the module's tests: on the real machine Lincheck rewrites every class loaded so far,
/// which are few now and thousands later.
@Order(1)
@Tag("lincheck")
@Param(name = "message", gen = IntGen.class, conf = "1:9")
public class MailboxLincheckTest {
  private final Mailbox mailbox = new Mailbox();
  private boolean closed;

  @Operation
  public String push(@Param(name = "message") int message) {
    return mailbox.push(Envelope.of(message)).name();
  }

  @Operation(nonParallelGroup = "owner")
  public Object receive() {
    Envelope next = closed ? null : mailbox.next();
    if (next == null) {
      return "none";
    }
    mailbox.take();
    return next.value();
  }

  @Operation(nonParallelGroup = "owner")
  public boolean idle() {
    return !closed && mailbox.idle();
  }

  @Operation(nonParallelGroup = "owner", runOnce = true)
  public int close() {
    closed = true;
    return mailbox.close();
  }

  @Test
  void isLinearizableInEveryInterleaving() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsBefore(1)
        .actorsAfter(3)
        .actorsPerThread(3)
        .iterations(8)
        .invocationsPerIteration(200)
        .check(MailboxLincheckTest.class);
  }

  @Test
  void isLinearizableOnTheRealMachine() {
    new StressOptions()
        .threads(3)
        .actorsBefore(1)
        .actorsAfter(3)
        .actorsPerThread(4)
        .iterations(5)
        .invocationsPerIteration(400)
        .check(MailboxLincheckTest.class);
  }
}
