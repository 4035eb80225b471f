package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.cli.Echo;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private static final long SEED = 20161123;

  record Hello(Pid from, String text) {}

  record Answer(String text) {}

  @Test
  void aNameAndThePidItAnswersWithAreReached() {
    try (var pair = new Pair();
        var erl = pair.erlang("genuine@127.0.0.1")) {
      pair.ours.processes().spawn(Echo.NAME, new Echo());
      erl.eval("{echo, " + pair.atom() + "} ! {self(), first}.");
      erl.eval("P = receive {Pid, first} -> Pid after 10000 -> timeout end.");
      assertThat(erl.eval("node(P).")).isEqualTo(pair.atom());
      erl.eval("P ! {self(), second}.");
      assertThat(erl.eval("receive {P, X} -> X after 10000 -> timeout end.")).isEqualTo("second");
    }
  }

  @Test
  void genServerCallsAreAnswered() {
    try (var pair = new Pair();
        var erl = pair.erlang("genuine@127.0.0.1");
        var elixir = pair.elixir("elixir@127.0.0.1")) {
      pair.ours.processes().spawn(Echo.NAME, new Echo());
      assertThat(erl.eval("gen_server:call({echo, " + pair.atom() + "}, {\"x\", #{a => 1.5}})."))
          .isEqualTo("{\"x\",#{a => 1.5}}");
      assertThat(elixir.eval("GenServer.call({:echo, :\"" + pair.ours.name() + "\"}, %{a: \"ü\"})"))
          .isEqualTo("%{a: \"ü\"}");
    }
  }

  @Test
  void aCallToNobodyFailsAsInErlang() {
    try (var pair = new Pair();
        var erl = pair.erlang("genuine@127.0.0.1")) {
      assertThat(erl.tryEval("gen_server:call({nobody, " + pair.atom() + "}, x)."))
          .startsWith("!! {exit,{noproc,{gen_server,call,");
    }
  }

  @Test
  void aMessageToAnUnknownAliasIsDropped() {
    try (var pair = new Pair();
        var erl = pair.erlang("genuine@127.0.0.1")) {
      pair.ours.processes().spawn(Echo.NAME, new Echo());
      // An alias of ours that never was: the reference of a pid's node, made by hand.
      erl.eval("{echo, " + pair.atom() + "} ! {self(), x}.");
      erl.eval("P = receive {Pid, x} -> Pid after 10000 -> timeout end.");
      erl.eval("B = term_to_binary(P).");
      erl.eval("S = byte_size(B) - 14.");
      erl.eval("<<131,88,N:S/binary,_:64,C:32>> = B.");
      erl.eval("R = binary_to_term(<<131,90,3:16,N/binary,C:32,1:32,2:32,3:32>>).");
      erl.eval("erlang:send(R, lost).");
      assertThat(erl.eval("gen_server:call({echo, " + pair.atom() + "}, still_here)."))
          .isEqualTo("still_here");
    }
  }

  @Test
  void aHundredThousandRandomTermsComeBackTheSame() {
    try (var pair = new Pair();
        var erl = pair.erlang("genuine@127.0.0.1")) {
      pair.ours.processes().spawn(Echo.NAME, new Echo());
      assertThat(erl.eval("judge:echo_all({echo, " + pair.atom() + "}, 100000, " + SEED + ")."))
          .as("seed %d", SEED)
          .isEqualTo("ok");
    }
  }

  @Test
  void weSpeakToAGenuineProcess() throws Exception {
    try (var pair = new Pair();
        var erl = pair.erlang("genuine@127.0.0.1")) {
      erl.eval(
          "register(server, spawn(fun() -> receive {hello, From, Text} -> From ! {answer,"
              + " <<Text/binary, \" to you\">>} end end)).");
      var answer = new CompletableFuture<Answer>();
      pair.ours.spawn(self -> {
        self.send("server", Pair.name(erl), new Hello(self.pid(), "hello"));
        answer.complete(self.receive(Answer.class));
      });
      assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(new Answer("hello to you"));
    }
  }

  @Test
  void aBurstKeepsItsOrderBothWays() throws Exception {
    int count = 20_000;
    try (var pair = new Pair();
        var erl = pair.erlang("genuine@127.0.0.1")) {
      var done = new CompletableFuture<Long>();
      pair.ours.spawn(self -> {
        self.register("counter");
        for (long expected = 1; expected <= count; expected++) {
          long got = self.receive(Long.class);
          if (got != expected) {
            done.complete(-got);
          }
        }
        done.complete(self.receive(Term.class).equals(Atom.of("last")) ? 0L : 1L);
      });
      erl.eval("[{counter, " + pair.atom() + "} ! N || N <- lists:seq(1, " + count + ")], ok.");
      erl.eval("{counter, " + pair.atom() + "} ! last.");
      assertThat(done.get(60, TimeUnit.SECONDS)).isZero();

      erl.eval("register(collector, self()).");
      pair.ours.spawn(self -> {
        for (int i = 1; i <= count; i++) {
          self.send("collector", Pair.name(erl), i);
        }
      });
      assertThat(
              erl.eval(
                  "[receive N -> N after 20000 -> timeout end || _ <- lists:seq(1, "
                      + count
                      + ")] =:= lists:seq(1, "
                      + count
                      + ")."))
          .isEqualTo("true");
    }
  }
}
