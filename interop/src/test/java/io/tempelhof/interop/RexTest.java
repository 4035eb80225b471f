package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.RaisedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What {@code rpc} does by way of the server {@code rex}, as C nodes do.
class RexTest extends LiveTest {
  private final List<Term> heard = new CopyOnWriteArrayList<>();

  @BeforeAll
  void open() {
    var exports = pair.ours.exports();
    exports.function("m", "twice", Long.class, n -> 2 * n);
    exports.function("m", "note", Term.class, heard::add);
    exports.function("m", "throws", Term.class, RexTest::thrown);
    pair.ours.spawn(
        "listener",
        self -> {
          while (true) {
            heard.add(self.receive());
          }
        });
  }

  private static Object thrown(Term value) {
    throw RaisedException.thrown(value);
  }

  private String eval(String expression) {
    return erl.eval(expression.replace("$", ours()));
  }

  private void awaitHeard(String... terms) {
    Eventually.is(
        "heard " + List.of(terms),
        () -> heard.stream().map(Term::toString).toList().containsAll(List.of(terms)));
  }

  @Test
  void callsThatBlockAreAnswered() {
    assertThat(eval("rpc:block_call($, m, twice, [4]).")).isEqualTo("8");
    assertThat(eval("rpc:block_call($, m, twice, [4], 5000).")).isEqualTo("8");
    assertThat(eval("rpc:block_call($, m, throws, [up]).")).isEqualTo("up");
    assertThat(eval("rpc:block_call($, m, throws, [{'EXIT', reason}])."))
        .isEqualTo("{badrpc,{'EXIT',reason}}");
    assertThat(eval("rpc:block_call($, os, cmd, [])."))
        .isEqualTo("{badrpc,{'EXIT',{undef,[{os,cmd,[],[]}]}}}");
  }

  @Test
  void callsOfOldAreAnswered() {
    assertThat(eval("gen_server:call({rex, $}, {call, m, twice, [5], group_leader()})."))
        .isEqualTo("10");
    assertThat(eval("gen_server:call({rex, $}, {call, os, cmd, [], group_leader()})."))
        .isEqualTo("{badrpc,{'EXIT',{undef,[{os,cmd,[],[]}]}}}");
    eval("{rex, $} ! {self(), {call, m, twice, [6], user}}.");
    assertThat(eval("receive {rex, X} -> X after 10000 -> timeout end.")).isEqualTo("12");
    eval("{rex, $} ! {self(), features_request}.");
    assertThat(eval("receive {features_reply, N, F} -> {N, F} after 10000 -> timeout end."))
        .isEqualTo("{" + ours() + ",[erpc]}");
  }

  @Test
  void broadcastsArrive() {
    assertThat(eval("rpc:abcast([$], listener, by_abcast).")).isEqualTo("abcast");
    assertThat(eval("rpc:sbcast([$], listener, by_sbcast).")).isEqualTo("{[" + ours() + "],[]}");
    assertThat(eval("rpc:sbcast([$], nobody, lost).")).isEqualTo("{[],[" + ours() + "]}");
    assertThat(eval("rpc:eval_everywhere([$], m, note, [by_eval]).")).isEqualTo("abcast");
    assertThat(eval("rpc:cast($, m, note, [by_cast]).")).isEqualTo("true");
    awaitHeard("by_abcast", "by_sbcast", "by_eval", "by_cast");
  }

  @Test
  void serversOfOursAreCalled() {
    pair.ours.spawn(
        "wrapper",
        self -> {
          Tuple asked = (Tuple) self.receive();
          self.send(
              (Pid) asked.at(0), Tuple.of(Atom.of("wrapper"), self.node().atom(), asked.at(1)));
        });
    assertThat(eval("rpc:server_call($, wrapper, wrapper, hello).")).isEqualTo("hello");
    assertThat(eval("rpc:server_call($, nobody, wrapper, hello).")).isEqualTo("{error,nodedown}");
  }

  @Test
  void manyAreAskedAtOnce() {
    assertThat(eval("rpc:multicall([$, $], m, twice, [1], 5000).")).isEqualTo("{[2,2],[]}");
    assertThat(eval("rpc:multicall(['none@127.0.0.1', $], m, twice, [1])."))
        .isEqualTo("{[2],['none@127.0.0.1']}");
  }
}
