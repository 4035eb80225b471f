package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.net.Counter;
import io.tempelhof.net.NodeStatus.OpenConnection;
import io.tempelhof.runtime.Down;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Ticks: an idle connection lives, one to a frozen node does not.
class LivenessTest {
  private static final Duration LONG_IDLE = Duration.ofSeconds(10);

  private static Pair withTickTime(Duration time) {
    return new Pair("ours@127.0.0.1", options -> options.withErlangTickTime(time));
  }

  @Test
  void anIdleConnectionOutlivesTheTickTimeOfEitherEnd() {
    try (var patient = new Pair();
        var hasty = withTickTime(Duration.ofSeconds(6));
        var hastyErl = patient.erlang("genuine@127.0.0.1", "-kernel", "net_ticktime", "6");
        var patientErl = hasty.erlang("genuine@127.0.0.1", "-kernel", "net_ticktime", "12")) {
      for (GenuineNode erl : new GenuineNode[] {hastyErl, patientErl}) {
        erl.eval("net_kernel:monitor_nodes(true, [{node_type, all}]).");
        assertThat(erl.eval("net_adm:ping('ours@127.0.0.1').")).isEqualTo("pong");
      }
      for (Pair pair : new Pair[] {patient, hasty}) {
        Eventually.is(
            "idle for long, and still open",
            () ->
                pair.ours.status().connections().stream()
                    .map(OpenConnection::idle)
                    .anyMatch(idle -> idle.compareTo(LONG_IDLE) > 0));
        assertThat(pair.ours.status().count(Counter.OPENED)).isEqualTo(1);
        assertThat(pair.ours.status().count(Counter.TICKS_OUT)).isGreaterThan(1);
        assertThat(pair.ours.status().count(Counter.TICKS_IN)).isGreaterThan(1);
      }
      for (GenuineNode erl : new GenuineNode[] {hastyErl, patientErl}) {
        assertThat(erl.eval("judge:flush().")).startsWith("[{nodeup,").doesNotContain("nodedown");
        assertThat(erl.eval("trials:connected_as_hidden('ours@127.0.0.1').")).isEqualTo("ok");
      }
    }
  }

  @Test
  void aFrozenGenuineNodeIsNoticedAndWelcomeWhenItIsBack() throws Exception {
    try (var pair = withTickTime(Duration.ofSeconds(4));
        var erl = pair.erlang("genuine@127.0.0.1", "-kernel", "net_ticktime", "4")) {
      assertThat(erl.eval("net_adm:ping(" + pair.atom() + ").")).isEqualTo("pong");
      erl.eval("register(forever, spawn(fun() -> receive never -> ok end end)).");
      CompletableFuture<Down> down = new CompletableFuture<>();
      CompletableFuture<Boolean> watching = new CompletableFuture<>();
      pair.ours.spawn(self -> {
        self.monitor("forever", Pair.name(erl));
        watching.complete(true);
        down.complete(self.receive(Down.class));
      });
      watching.get(20, TimeUnit.SECONDS);
      Eventually.is(
          "it is watched",
          () ->
              !erl.eval("process_info(whereis(forever), monitored_by).")
                  .equals("{monitored_by,[]}"));
      assertThat(down).isNotDone();

      erl.signal("STOP");
      try {
        assertThat(down.get(20, TimeUnit.SECONDS).reason()).hasToString("noconnection");
        Eventually.is("it is gone", () -> pair.ours.status().connections().isEmpty());
      } finally {
        erl.signal("CONT");
      }

      Eventually.is(
          "both have noticed, and talk again",
          () -> erl.eval("net_adm:ping(" + pair.atom() + ").").equals("pong"));
    }
  }
}
