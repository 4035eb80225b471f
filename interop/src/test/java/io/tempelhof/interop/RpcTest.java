package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.RaisedException;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.rpc.Outcome;
import io.tempelhof.runtime.rpc.Request;
import io.tempelhof.runtime.rpc.Rpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Erlang's {@code erpc} and {@code rpc}, both ways.
class RpcTest extends LiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// What a genuine node may call here.
  interface Shop {
    String price(String name);

    long sum(List<Long> numbers);

    Term where(Self self);

    void nothing();

    String broken();

    Term raise(Atom kind);

    Term stuck(Self self);
  }

  private static final class Counter implements Shop {
    @Override
    public String price(String name) {
      return "5 € for " + name;
    }

    @Override
    public long sum(List<Long> numbers) {
      return numbers.stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public Term where(Self self) {
      return Tuple.of(self.node().atom(), self.pid());
    }

    @Override
    public void nothing() {}

    @Override
    public String broken() {
      throw new IllegalStateException("the till is closed");
    }

    @Override
    public Term raise(Atom kind) {
      throw switch (kind.text()) {
        case "exit" -> RaisedException.exit(Atom.of("why"));
        case "throw" -> RaisedException.thrown(Atom.of("why"));
        default -> RaisedException.error(Atom.of("why"));
      };
    }

    @Override
    public Term stuck(Self self) {
      return self.receive(Pattern.term(_ -> false));
    }
  }

  @BeforeAll
  void open() {
    pair.ours.exports().object("shop", Shop.class, new Counter());
  }

  private String eval(String expression) {
    return erl.eval(expression.replace("$", ours()));
  }

  private String tryEval(String expression) {
    return erl.tryEval(expression.replace("$", ours()));
  }

  // Genuine nodes call us.

  @Test
  void erpcCallsWhatIsExported() {
    assertThat(eval("erpc:call($, shop, price, [<<\"tea\">>])."))
        .isEqualTo("<<53,32,226,130,172,32,102,111,114,32,116,101,97>>");
    assertThat(eval("erpc:call($, shop, sum, [[1, 2, 3]], 5000).")).isEqualTo("6");
    assertThat(eval("erpc:call($, shop, nothing, []).")).isEqualTo("ok");
    assertThat(eval("{N, P} = erpc:call($, shop, where, []), {N, node(P)}."))
        .isEqualTo("{" + ours() + "," + ours() + "}");
    assertThat(eval("erpc:call($, erlang, node, []).")).isEqualTo(ours());
  }

  @Test
  void rpcCallsWhatIsExported() {
    assertThat(eval("rpc:call($, shop, sum, [[1, 2, 3]]).")).isEqualTo("6");
    assertThat(eval("rpc:call($, shop, sum, [[1, 2, 3]], 5000).")).isEqualTo("6");
    assertThat(eval("rpc:multicall([$, node()], erlang, node, [])."))
        .isEqualTo("{[" + ours() + ",'" + erl.name() + "'],[]}");
    assertThat(eval("rpc:yield(rpc:async_call($, shop, sum, [[4, 5]])).")).isEqualTo("9");
    assertThat(eval("rpc:call($, erlang, apply, [fun shop:sum/1, [[4]]]).")).isEqualTo("4");
  }

  @Test
  void erpcAsksSeveralAtOnce() {
    assertThat(eval("erpc:multicall([$, node(), $], erlang, node, [])."))
        .isEqualTo("[{ok," + ours() + "},{ok,'" + erl.name() + "'},{ok," + ours() + "}]");
    assertThat(eval("erpc:receive_response(erpc:send_request($, shop, sum, [[7]]))."))
        .isEqualTo("7");
    assertThat(eval("erpc:multicast([$, $], shop, nothing, []).")).isEqualTo("ok");
    assertThat(eval("erpc:cast($, shop, broken, []).")).isEqualTo("ok");
    assertThat(eval("rpc:cast($, shop, nothing, []).")).isEqualTo("true");
  }

  @Test
  void whatIsRaisedHereIsRaisedThere() {
    assertThat(tryEval("erpc:call($, shop, raise, [exit])."))
        .isEqualTo("!! {exit,{exception,why}}");
    assertThat(tryEval("erpc:call($, shop, raise, [throw]).")).isEqualTo("!! {throw,why}");
    assertThat(tryEval("erpc:call($, shop, raise, [error])."))
        .startsWith("!! {error,{exception,why,[{'io.tempelhof.interop.RpcTest$Counter',raise,");
    assertThat(tryEval("erpc:call($, shop, broken, [])."))
        .startsWith(
            "!! {error,{exception,{'java.lang.IllegalStateException',<<\"the till is closed\">>},"
                + "[{'io.tempelhof.interop.RpcTest$Counter',broken,0,"
                + "[{file,\"RpcTest.java\"},{line,");
    assertThat(tryEval("erpc:call($, os, cmd, [\"ls\"])."))
        .isEqualTo("!! {error,{exception,undef,[{os,cmd,[\"ls\"],[]}]}}");
    assertThat(tryEval("erpc:call($, shop, sum, [many])."))
        .isEqualTo("!! {error,{exception,function_clause,[{shop,sum,[many],[]}]}}");
    assertThat(tryEval("erpc:call($, fun() -> node() end)."))
        .startsWith("!! {error,{exception,{badfun,#Fun<");
    assertThat(eval("rpc:call($, shop, raise, [throw]).")).isEqualTo("why");
    assertThat(eval("rpc:call($, shop, raise, [exit]).")).isEqualTo("{badrpc,{'EXIT',why}}");
    assertThat(eval("rpc:call($, os, cmd, [\"ls\"])."))
        .isEqualTo("{badrpc,{'EXIT',{undef,[{os,cmd,[\"ls\"],[]}]}}}");
  }

  @Test
  void aStuckFunctionIsATimeout() {
    assertThat(tryEval("erpc:call($, shop, stuck, [], 50)."))
        .isEqualTo("!! {error,{erpc,timeout}}");
    assertThat(eval("rpc:call($, shop, stuck, [], 50).")).isEqualTo("{badrpc,timeout}");
    // Long enough for the genuine node to find out that it has no such function.
    assertThat(eval("erpc:multicall([$, node()], shop, stuck, [], 3000)."))
        .startsWith("[{error,{erpc,timeout}},{error,{exception,undef,");
  }

  @Test
  void thirtyTwoCallAtOnce() {
    assertThat(
            eval(
                "[erpc:receive_response(R) || R <- [erpc:send_request($, shop, sum, [[N]])"
                    + " || N <- lists:seq(1, 32)]] =:= lists:seq(1, 32)."))
        .isEqualTo("true");
  }

  @Test
  void aNodeThatGoesDownEndsACall() throws Exception {
    try (var mortal = Pair.start("mortal@127.0.0.1", pair.epmdPort, Pair.COOKIE)) {
      mortal.exports().object("shop", Shop.class, new Counter());
      eval("R = erpc:send_request('mortal@127.0.0.1', shop, stuck, []).");
      eval("K = rpc:async_call('mortal@127.0.0.1', shop, stuck, []).");
      Eventually.is("both run", () -> mortal.processes().snapshot().processes() >= 5);
    }
    assertThat(tryEval("erpc:receive_response(R)."))
        .matches("!! \\{(error,\\{erpc,noconnection|exit,\\{signal,killed)}}");
    assertThat(eval("rpc:yield(K).")).matches("\\{badrpc,(nodedown|\\{'EXIT',killed})}");
  }

  @Test
  void elixirPrintsWhatIsRaisedHere() {
    try (var elixir = pair.elixir("elixir@127.0.0.1")) {
      String us = ":\"" + pair.ours.name() + "\"";
      assertThat(elixir.eval(":erpc.call(" + us + ", :shop, :price, [\"tea\"])"))
          .isEqualTo("\"5 € for tea\"");
      assertThat(
              elixir.eval(
                  "try do :erpc.call("
                      + us
                      + ", :shop, :broken, []) rescue e -> Exception.format(:error, e, []) end"))
          .contains("the till is closed")
          .contains("RpcTest.java");
      assertThat(elixir.eval(":rpc.call(" + us + ", :shop, :broken, [])"))
          .startsWith("{:badrpc, {:EXIT, {{:\"java.lang.IllegalStateException\", \"the till");
      assertThat(
              elixir.eval(
                  "{:badrpc, {:EXIT, r}} = :rpc.call("
                      + us
                      + ", :shop, :broken, []); Exception.format_exit(r)"))
          .contains("RpcTest.java");
    }
  }

  // We call genuine nodes.

  private <T> T run(Doing<T> doing) throws Exception {
    var result = new CompletableFuture<T>();
    pair.ours.spawn(self -> {
      try {
        result.complete(doing.in(self));
      } catch (Throwable t) {
        result.completeExceptionally(t);
      }
    });
    return result.get(60, TimeUnit.SECONDS);
  }

  interface Doing<T> {
    T in(Self self) throws Exception;
  }

  private NodeName genuine() {
    return Pair.name(erl);
  }

  private String outcome(Mfa call) throws Exception {
    return run(self -> Rpc.request(self, genuine(), call).await(PATIENCE).toString());
  }

  @Test
  void weCallAnyFunctionThere() throws Exception {
    Term reversed =
        run(self ->
            Rpc.call(self, genuine(), Mfa.of("lists", "reverse", List.of(1000, 2000)), PATIENCE));
    assertThat(reversed).hasToString("[2000,1000]");
    long sum =
        Rpc.call(
            pair.ours.processes(),
            genuine(),
            Mfa.of("lists", "sum", List.of(1000, 2000)),
            Long.class,
            PATIENCE);
    assertThat(sum).isEqualTo(3000);
  }

  @Test
  void whatIsRaisedThereArrivesHere() throws Exception {
    assertThat(outcome(Mfa.of("erlang", "exit", Atom.of("why")))).isEqualTo("it raised EXIT why");
    assertThat(outcome(Mfa.of("erlang", "throw", Atom.of("why")))).isEqualTo("it raised THROW why");
    assertThat(outcome(Mfa.of("erlang", "error", Atom.of("why"))))
        .startsWith("it raised ERROR why at [{erlang,");
    assertThat(outcome(Mfa.of("nosuch", "f")))
        .startsWith("it raised ERROR undef at [{nosuch,f,[],[]}");
    assertThat(outcome(Mfa.of("erlang", "exit", Atom.of("self"), Atom.of("why"))))
        .startsWith("it raised ERROR badarg");
  }

  @Test
  void weGiveUpInTimeAndHearNothingMore() throws Exception {
    Term next =
        run(self -> {
          Request request = Rpc.request(self, genuine(), Mfa.of("timer", "sleep", 200));
          assertThat(request.await(Duration.ofMillis(10))).isEqualTo(new Outcome.TimedOut());
          Rpc.call(self, genuine(), Mfa.of("timer", "sleep", 300), PATIENCE);
          self.send(self.pid(), 1);
          return self.receive();
        });
    assertThat(next).hasToString("1");
  }

  @Test
  void thirtyTwoOfOursCallAtOnce() throws Exception {
    List<CompletableFuture<Outcome>> all =
        IntStream.range(0, 32)
            .mapToObj(n ->
                Rpc.future(pair.ours.processes(), genuine(), Mfa.of("erlang", "abs", -n), PATIENCE))
            .toList();
    for (int n = 0; n < 32; n++) {
      assertThat(all.get(n).get(60, TimeUnit.SECONDS)).hasToString("Value[value=" + n + "]");
    }
  }

  @Test
  void theEndOfANodeEndsACall() throws Exception {
    CompletableFuture<Outcome> outcome;
    try (var mortal = pair.erlang("brief@127.0.0.1")) {
      mortal.eval("register(waiting, self()).");
      outcome =
          Rpc.future(
              pair.ours.processes(),
              Pair.name(mortal),
              Mfa.of("timer", "sleep", Atom.of("infinity")),
              PATIENCE);
      Eventually.is(
          "it runs",
          () ->
              mortal
                  .eval(
                      "length([P || P <- processes(), erlang:process_info(P, initial_call)"
                          + " =:= {initial_call, {erpc, execute_call, 4}}]).")
                  .equals("1"));
    }
    assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(new Outcome.NoConnection());
    String nobody =
        run(self ->
            Rpc.request(self, NodeName.of("nobody@127.0.0.1"), Mfa.of("erlang", "node"))
                .await(PATIENCE)
                .toString());
    assertThat(nobody).isEqualTo("no connection");
  }

  @Test
  void aCastRunsThere() throws Exception {
    run(self -> {
      Rpc.cast(self, genuine(), Mfa.of("erlang", "send", self.pid(), Atom.of("cast")));
      assertThat(self.receive()).isEqualTo(Atom.of("cast"));
      return 0;
    });
  }
}
