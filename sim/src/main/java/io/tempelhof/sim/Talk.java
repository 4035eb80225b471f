package io.tempelhof.sim;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Pid;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// User signals between nodes, numbered per pair, and the check at the receiver: nothing lost,
/// nothing twice, nothing out of order.
final class Talk {
  /// The external form of {@code {Sender, Number}}: a version byte, a tuple of two, two integers.
  private static final int BYTES = 3 + 2 * 5;

  private static final byte VERSION = (byte) 131;
  private static final byte SMALL_TUPLE = 104;
  private static final byte INTEGER = 98;

  private static final class Pair {
    int sent;
    int received;
  }

  private final Map<Long, Pair> pairs = new HashMap<>();
  private long sent;
  private long received;
  private long disordered;
  private String firstDisorder = "";

  void say(SimNode from, SimNode to) {
    Pair pair = pair(from.index(), to.index());
    byte[] term =
        ByteBuffer.allocate(BYTES)
            .put(VERSION)
            .put(SMALL_TUPLE)
            .put((byte) 2)
            .put(INTEGER)
            .putInt(from.index())
            .put(INTEGER)
            .putInt(pair.sent++)
            .array();
    sent++;
    from.say(to.name(), new Signal.Send(pid(from), pid(to), Encoded.of(term)));
  }

  private static Pid pid(SimNode node) {
    return new Pid(node.name().atom(), 1, 0, node.creation());
  }

  void heard(SimNode at, Signal signal) {
    if (!(signal instanceof Signal.Message message)) {
      return;
    }
    ByteBuffer term = ByteBuffer.wrap(message.message().bytes());
    int from = term.getInt(4);
    int number = term.getInt(9);
    Pair pair = pair(from, at.index());
    received++;
    if (number != pair.received) {
      if (disordered++ == 0) {
        firstDisorder =
            "%s expected number %d from node %d, got %d".formatted(at, pair.received, from, number);
      }
    }
    pair.received = number + 1;
  }

  private Pair pair(int from, int to) {
    return pairs.computeIfAbsent((long) from << Integer.SIZE | to, _ -> new Pair());
  }

  long sent() {
    return sent;
  }

  long received() {
    return received;
  }

  /// How many signals arrived in another place than they were sent in.
  long disordered() {
    return disordered;
  }

  String firstDisorder() {
    return firstDisorder;
  }
}
