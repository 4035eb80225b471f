package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Tuple;
import org.junit.jupiter.api.Test;

/// Much at once, both ways.
class BulkTest extends LiveTest {
  private static final int KIB = 1024;

  private void theyBulk(int count, int bytes) {
    if (pair.ours.processes().whereis("sink").isEmpty()) {
      pair.ours.spawn(
          "sink",
          self -> {
            long messages = 0;
            long total = 0;
            while (true) {
              Tuple message = (Tuple) self.receive();
              if (message.at(1) instanceof Binary binary) {
                messages++;
                total += binary.size();
              } else {
                self.send((Pid) message.at(1), Tuple.of(Int.of(messages), Int.of(total)));
                messages = 0;
                total = 0;
              }
            }
          });
    }
    trial("bulk({sink,$}, " + count + ", " + bytes + ")");
  }

  private void weBulk(int count, int bytes) {
    assertThat(erl.eval("trials:bulk_sink().")).isEqualTo("ok");
    NodeName genuine = Pair.name(erl);
    Tuple message = Tuple.of(Atom.of("term"), Binary.of(new byte[bytes]));
    pair.ours.spawn(self -> {
      for (int i = 0; i < count; i++) {
        self.send("sink", genuine, message);
      }
    });
    assertThat(erl.eval("trials:counted(" + count + ")."))
        .isEqualTo(String.valueOf((long) count * bytes));
  }

  @Test
  void small() {
    theyBulk(64, 32 * KIB);
    weBulk(64, 32 * KIB);
  }

  @Test
  void big() {
    theyBulk(32, 64 * KIB);
    weBulk(32, 64 * KIB);
  }

  @Test
  void bigbig() {
    theyBulk(160, 300 * KIB);
    weBulk(160, 300 * KIB);
    theyBulk(3, 24 << 20);
    weBulk(3, 24 << 20);
  }

  @Test
  void manyPiecesInOne() {
    trial("echo({echo,$}, [[rand:bytes(65) || _ <- lists:seq(1, 16384)]])");
  }
}
