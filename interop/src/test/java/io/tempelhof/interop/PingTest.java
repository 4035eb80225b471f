package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.node.DialFailure;
import io.tempelhof.net.Counter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PingTest {

  @Test
  void eachSidePingsTheOther() throws Exception {
    try (var pair = new Pair();
        var erl = pair.erlang("genuine@127.0.0.1")) {
      assertThat(pair.ours.ping(Pair.name(erl)).get(20, TimeUnit.SECONDS).pong()).isTrue();
      assertThat(erl.eval("net_adm:ping(" + pair.atom() + ").")).isEqualTo("pong");
    }
    try (var pair = new Pair();
        var erl = pair.erlang("genuine@127.0.0.1")) {
      assertThat(erl.eval("net_adm:ping(" + pair.atom() + ").")).isEqualTo("pong");
      assertThat(pair.ours.ping(Pair.name(erl)).get(20, TimeUnit.SECONDS).pong()).isTrue();
    }
  }

  @Test
  void elixirPingsToo() {
    try (var pair = new Pair();
        var elixir = pair.elixir("genuine@127.0.0.1")) {
      assertThat(elixir.eval("Node.ping(:\"" + pair.ours.name() + "\")")).isEqualTo(":pong");
      assertThat(elixir.eval("Node.list(:hidden)")).isEqualTo("[:\"ours@127.0.0.1\"]");
    }
  }

  @Test
  void weAreHiddenFromAGenuineNode() {
    try (var pair = new Pair();
        var erl = pair.erlang("genuine@127.0.0.1")) {
      erl.eval("net_adm:ping(" + pair.atom() + ").");
      assertThat(erl.eval("nodes().")).isEqualTo("[]");
      assertThat(erl.eval("nodes(hidden).")).isEqualTo("[" + pair.atom() + "]");
      assertThat(erl.eval("global:sync().")).isEqualTo("ok");
    }
  }

  @Test
  void aWrongCookieIsRefusedByBothSides() throws Exception {
    try (var pair = new Pair();
        var erl = GenuineNode.erlang("genuine@127.0.0.1", "another", pair.epmdPort)) {
      assertThat(erl.eval("net_adm:ping(" + pair.atom() + ").")).isEqualTo("pang");
      assertThat(pair.ours.status().count(Counter.REFUSED)).isEqualTo(1);
      assertThat(pair.ours.ping(Pair.name(erl)).get(20, TimeUnit.SECONDS).failure())
          .isEqualTo(DialFailure.WRONG_COOKIE);
    }
  }

  @Test
  void aPingOfNobodyIsPang() throws Exception {
    try (var pair = new Pair();
        var erl = pair.erlang("genuine@127.0.0.1")) {
      assertThat(erl.eval("net_adm:ping('nobody@127.0.0.1').")).isEqualTo("pang");
    }
  }

  @Test
  void aRestartedNodeOfEitherKindIsFoundAgain() throws Exception {
    try (var pair = new Pair()) {
      for (int i = 0; i < 3; i++) {
        try (var erl = pair.erlang("genuine@127.0.0.1")) {
          assertThat(pair.ours.ping(Pair.name(erl)).get(20, TimeUnit.SECONDS).pong())
              .as("start %d", i)
              .isTrue();
        }
        Eventually.is("its registration is gone", () -> !registered(pair, "genuine"));
      }
    }
    // The EPMD is genuine's own judge here too: ours comes and goes, and is found again.
    try (var first = new Pair("keeper@127.0.0.1");
        var erl = first.erlang("genuine@127.0.0.1")) {
      for (int i = 0; i < 3; i++) {
        try (var ours = Pair.start("ours@127.0.0.1", first.epmdPort, Pair.COOKIE)) {
          assertThat(erl.eval("net_adm:ping('" + ours.name() + "')."))
              .as("start %d", i)
              .isEqualTo("pong");
        }
        Eventually.is("the connection is gone", () -> erl.eval("nodes(hidden).").equals("[]"));
      }
    }
  }

  private static boolean registered(Pair pair, String name) {
    try (var erl = pair.erlang("asker" + System.nanoTime() + "@127.0.0.1")) {
      return erl.eval("net_adm:names().").contains("\"" + name + "\"");
    }
  }

  @Test
  void simultaneousConnectsEndInOneConnection() throws Exception {
    // Both orders of names: the greater name's attempt wins.
    for (String theirs : new String[] {"alpha@127.0.0.1", "zeta@127.0.0.1"}) {
      try (var pair = new Pair("middle@127.0.0.1");
          var erl = pair.erlang(theirs)) {
        for (int i = 0; i < 20; i++) {
          var ping = pair.ours.ping(Pair.name(erl));
          assertThat(erl.eval("net_adm:ping(" + pair.atom() + ")."))
              .as("round %d with %s", i, theirs)
              .isEqualTo("pong");
          assertThat(ping.get(20, TimeUnit.SECONDS).pong())
              .as("round %d with %s", i, theirs)
              .isTrue();
          assertThat(erl.eval("length(nodes(hidden)).")).isEqualTo("1");
          erl.eval("erlang:disconnect_node(" + pair.atom() + ").");
          Eventually.is("we see it", () -> pair.ours.status().connections().isEmpty());
        }
      }
    }
  }
}
