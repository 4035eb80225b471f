package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Tuple;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Atom cache and fragments, judged by a genuine node.
class BigMessagesTest extends LiveTest {
  private static final long SEED = 20_261_125;

  private void startEcho() {
    if (pair.ours.processes().whereis("mirror").isPresent()) {
      return;
    }
    pair.ours.spawn(
        "mirror",
        self -> {
          while (true) {
            Tuple message = (Tuple) self.receive();
            self.send((Pid) message.at(0), message.at(1));
          }
        });
  }

  private String mirrored(String term) {
    return erl.eval(
        "(fun(T) -> {mirror, "
            + ours()
            + "} ! {self(), T}, receive T -> ok after 60000 ->"
            + " different end end)("
            + term
            + ").");
  }

  @Test
  void longTermsComeBackTheSame() {
    startEcho();
    for (int bytes : new int[] {65_500, 65_536, 65_600, 131_072, 1_000_003, 40_000_000}) {
      assertThat(mirrored("rand:bytes(" + bytes + ")")).as("%d bytes", bytes).isEqualTo("ok");
    }
    assertThat(mirrored("[{I, I * I, [I], integer_to_list(I)} || I <- lists:seq(1, 100000)]"))
        .isEqualTo("ok");
  }

  @Test
  void moreAtomsThanACacheHoldsKeepTheirMeaning() {
    startEcho();
    String atoms =
        "[list_to_atom(lists:duplicate(1 + N rem 200, 16#e9) ++ integer_to_list(N)) || N <-"
            + " lists:seq(1, 6000)]";
    assertThat(mirrored(atoms)).isEqualTo("ok");
    assertThat(
            erl.eval(
                "lists:usort([(fun(T) -> {mirror, "
                    + ours()
                    + "} ! {self(), T}, receive T ->"
                    + " ok after 60000 -> T end end)({A, B}) || {A, B} <- lists:zip("
                    + atoms
                    + ", lists:reverse("
                    + atoms
                    + "))])."))
        .isEqualTo("[ok]");
  }

  @Test
  void moreNamesThanOurCacheHoldsKeepTheirMeaning() throws Exception {
    erl.eval(
        "[begin N = list_to_atom(\"name\" ++ integer_to_list(I)), P = spawn(fun() -> (fun L() ->"
            + " receive {F, X} -> F ! {N, X}, L() end end)() end), register(N, P) end || I <-"
            + " lists:seq(0, 2999)], ok.");
    NodeName genuine = Pair.name(erl);
    CompletableFuture<String> done = new CompletableFuture<>();
    pair.ours.spawn(self -> {
      Random random = new Random(SEED);
      for (int i = 0; i < 6_000; i++) {
        Atom name = Atom.of("name" + (i < 3_000 ? i : random.nextInt(3_000)));
        self.send(name.text(), genuine, Tuple.of(self.pid(), Int.of(i)));
        if (!self.receive().equals(Tuple.of(name, Int.of(i)))) {
          done.complete(name + " was not reached, seed " + SEED);
        }
      }
      done.complete("ok");
    });
    assertThat(done.get(60, TimeUnit.SECONDS)).isEqualTo("ok");
  }

  @Test
  void aLongMessageOfOursArrivesWholeBeforeWhatItsSenderSaysNext() throws Exception {
    byte[] bytes = new byte[30_000_000];
    new Random(SEED).nextBytes(bytes);
    String digest = new BigInteger(1, MessageDigest.getInstance("MD5").digest(bytes)).toString();
    pair.ours.spawn(
        "teller",
        self -> {
          Pid judge = (Pid) self.receive();
          self.send(judge, Tuple.of(Atom.of("long"), Binary.of(bytes)));
          self.send(judge, Atom.of("next"));
        });
    erl.eval("{teller, " + ours() + "} ! self().");
    assertThat(
            erl.eval(
                "receive {long, B} -> D = binary:decode_unsigned(erlang:md5(B)), receive next -> D"
                    + " after 0 -> receive next -> D after 60000 -> x end end; next -> too_early"
                    + " after 60000 -> nothing end."))
        .isEqualTo(digest);
  }

  @Test
  void aTraceGoesOnThroughOurProcesses() {
    startEcho();
    assertThat(
            erl.eval(
                "begin seq_trace:reset_trace(), seq_trace:set_token(label, 17), {mirror, "
                    + ours()
                    + "} ! {self(), back}, seq_trace:set_token([]), receive back ->"
                    + " seq_trace:get_token() end end."))
        .matches("\\{0,17,2,<\\d+\\.\\d+\\.\\d+>,1}");
    assertThat(
            erl.eval(
                "begin seq_trace:set_token([]), {mirror, "
                    + ours()
                    + "} ! {self(), back}, receive back -> seq_trace:get_token() end end."))
        .isEqualTo("[]");
  }

  @Test
  void aTracedProcessIsHeardLikeAnyOther() {
    startEcho();
    erl.eval("seq_trace:set_token(label, 17), seq_trace:set_token(send, true), ok.");
    try {
      assertThat(mirrored("{short, traced}")).isEqualTo("ok");
      assertThat(mirrored("rand:bytes(300000)")).isEqualTo("ok");
      assertThat(erl.eval("net_adm:ping(" + ours() + ").")).isEqualTo("pong");
    } finally {
      erl.eval("seq_trace:set_token([]), ok.");
    }
  }
}
