package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.net.Node;
import io.tempelhof.net.fault.Faults;
import io.tempelhof.net.fault.LinkFault;
import io.tempelhof.net.fault.LinkFault.Cut;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Faults injected at our end of a link whose other end is a genuine node.
class FaultyLinkTest {
  private static final NodeName GENUINE = NodeName.of("genuine@127.0.0.1");

  private final Faults faults = Faults.seeded(1);
  private final Pair pair = new Pair("ours@127.0.0.1", options -> options.withFaults(faults));
  private GenuineNode erl;

  @BeforeEach
  void start() {
    erl = pair.erlang(GENUINE.toString());
    pair.ours.spawn(
        "echo",
        self -> {
          while (true) {
            Tuple asked = (Tuple) self.receive();
            self.send((Pid) asked.at(0), Tuple.of(Atom.of("echo"), asked.at(1)));
          }
        });
  }

  @AfterEach
  void close() {
    erl.close();
    pair.close();
  }

  /// What the genuine node sees of a message there and back: how many milliseconds it took, or that
  /// it has not come.
  private String roundTrip(int patienceMillis) {
    return erl.eval(
        "(fun() -> {echo, "
            + pair.atom()
            + "} ! {self(), hello}, "
            + "T = erlang:monotonic_time(millisecond), "
            + "receive {echo, hello} -> erlang:monotonic_time(millisecond) - T "
            + "after "
            + patienceMillis
            + " -> nothing end end)().");
  }

  @Test
  void aDelayIsFeltInEachDirection() {
    assertThat(roundTrip(10_000)).isNotEqualTo("nothing");
    faults.toward(GENUINE, LinkFault.NONE.withDelay(Duration.ofMillis(60)));
    // The connection's event loop has still to hear of it.
    Eventually.is("it is felt one way", () -> Integer.parseInt(roundTrip(10_000)) >= 60);
    faults.from(GENUINE, LinkFault.NONE.withDelay(Duration.ofMillis(60)));
    Eventually.is("it is felt both ways", () -> Integer.parseInt(roundTrip(10_000)) >= 120);
  }

  @Test
  void whatIsHeldComesWhenItIsReleased() {
    assertThat(roundTrip(10_000)).isNotEqualTo("nothing");
    faults.from(GENUINE, LinkFault.NONE.withStalled(true));
    Eventually.is("nothing comes", () -> roundTrip(100).equals("nothing"));
    faults.heal(GENUINE);
    assertThat(erl.eval("receive {echo, hello} -> came after 10000 -> nothing end."))
        .isEqualTo("came");
  }

  @Test
  void aCutBreaksTheConnectionAndKeepsOthersOut() {
    assertThat(roundTrip(10_000)).isNotEqualTo("nothing");
    erl.eval("monitor_node(" + pair.atom() + ", true).");
    faults.from(GENUINE, LinkFault.NONE.withCut(Cut.REFUSED));
    faults.toward(GENUINE, LinkFault.NONE.withCut(Cut.REFUSED));
    assertThat(erl.eval("receive {nodedown, N} -> N after 10000 -> nothing end."))
        .isEqualTo(pair.atom());
    assertThat(erl.eval("net_adm:ping(" + pair.atom() + ").")).isEqualTo("pang");
    Node.Ping ping = pair.ours.ping(GENUINE).join();
    assertThat(ping.failure()).as(ping.why()).isEqualTo(DialFailure.REFUSED);
    faults.heal();
    Eventually.is(
        "they talk again", () -> erl.eval("net_adm:ping(" + pair.atom() + ").").equals("pong"));
  }
}
