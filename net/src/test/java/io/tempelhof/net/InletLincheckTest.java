package io.tempelhof.net;

import io.tempelhof.net.Inlet.Link;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever many producers and one consumer do to an inlet at once looks as if they had done it one
/// after the other. That covers the wake-ups: of the offers after {@link Inlet#rest} exactly the
/// first one answers that the consumer must be started, and none is taken after {@link
/// Inlet#retire}.
///
/// First of the module's tests: on the real machine Lincheck rewrites every class loaded so far,
/// which are few now and thousands later.
@Order(1)
@Tag("lincheck")
@Param(name = "item", gen = IntGen.class, conf = "1:9")
public class InletLincheckTest {
  private final Inlet<Integer> inlet = new Inlet<>();

  @Operation
  public String offer(@Param(name = "item") int item) {
    return inlet.offer(item).name();
  }

  @Operation(nonParallelGroup = "consumer")
  public String take() {
    StringBuilder taken = new StringBuilder();
    for (Link<Integer> link = inlet.take(); link != null; link = link.next()) {
      taken.append(link.item()).append(' ');
    }
    return taken.toString();
  }

  @Operation(nonParallelGroup = "consumer")
  public boolean rest() {
    return inlet.rest();
  }

  @Operation(nonParallelGroup = "consumer", runOnce = true)
  public boolean retire() {
    return inlet.retire();
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
        .check(InletLincheckTest.class);
  }

  @Test
  void isLinearizableOnTheRealMachine() {
    new StressOptions()
        .threads(3)
        .actorsBefore(1)
        .actorsAfter(3)
        .actorsPerThread(4)
        .iterations(4)
        .invocationsPerIteration(300)
        .check(InletLincheckTest.class);
  }
}
