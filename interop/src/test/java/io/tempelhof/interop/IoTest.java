package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.io.Output;
import io.tempelhof.runtime.rpc.Rpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is printed across nodes, both ways.
class IoTest extends LiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BlockingQueue<String> printed = new LinkedBlockingQueue<>();

  @BeforeAll
  void open() {
    pair.ours.output((_, text) -> printed.add(text));
    pair.ours
        .exports()
        .raw(
            "m",
            "say",
            1,
            (self, call) ->
                Output.print(self, call.arguments().getFirst().toString(), PATIENCE)
                    .orElse(Atom.of("said")));
  }

  private String next() throws Exception {
    return printed.poll(30, TimeUnit.SECONDS);
  }

  private String eval(String expression) {
    return erl.eval(expression.replace("$", ours()));
  }

  private Term call(String module, String function, Object... arguments) throws Exception {
    return Rpc.call(
        pair.ours.processes(), Pair.name(erl), Mfa.of(module, function, arguments), PATIENCE);
  }

  @Test
  void whatRunsThereOnOurBehalfPrintsHere() throws Exception {
    Term format = ListTerm.ofLatin1("~p and ~ts~n");
    assertThat(call("io", "format", format, List.of(Atom.of("one"), "zwölf €")))
        .isEqualTo(Atom.of("ok"));
    assertThat(next()).isEqualTo("one and zwölf €\n");
    assertThat(call("io", "put_chars", "ünïcode\n")).isEqualTo(Atom.of("ok"));
    assertThat(next()).isEqualTo("ünïcode\n");
    assertThat(call("io", "nl")).isEqualTo(Atom.of("ok"));
    assertThat(next()).isEqualTo("\n");
  }

  @Test
  void ourUserAnswersWhateverItIsAsked() throws Exception {
    assertThat(eval("io:put_chars(erpc:call($, erlang, whereis, [user]), \"x\").")).isEqualTo("ok");
    assertThat(next()).isEqualTo("x");
    eval("P = erpc:call($, erlang, whereis, [user]).");
    assertThat(eval("io:format(P, \"~w~n\", [[1,2]]).")).isEqualTo("ok");
    assertThat(next()).isEqualTo("[1,2]\n");
    assertThat(eval("io:requests(P, [{put_chars, unicode, \"a\"}, {format, \"~w\", [b]}, nl])."))
        .isEqualTo("ok");
    assertThat(next() + next() + next()).isEqualTo("ab\n");
    assertThat(eval("io:get_line(P, \"?\").")).isEqualTo("eof");
    assertThat(eval("io:get_chars(P, \"?\", 3).")).isEqualTo("eof");
    assertThat(eval("io:read(P, \"?\").")).isEqualTo("eof");
    assertThat(eval("io:fread(P, \"?\", \"~d\").")).isEqualTo("eof");
    assertThat(eval("io:columns(P).")).isEqualTo("{error,enotsup}");
    assertThat(eval("io:getopts(P).")).isEqualTo("[{binary,false},{encoding,unicode}]");
    assertThat(eval("io:setopts(P, [{encoding, latin1}]).")).isEqualTo("ok");
    assertThat(eval("io:setopts(P, [{expand_fun, x}]).")).isEqualTo("{error,enotsup}");
    assertThat(eval("io:request(P, nonsense).")).isEqualTo("{error,request}");
    assertThat(erl.tryEval("io:format(P, \"~w\", []).")).startsWith("!! {error,");
    assertThat(
            eval(
                "P ! {io_request, self(), mine, {put_chars, latin1, [<<228>>, 228]}}, "
                    + "receive {io_reply, mine, R} -> R end."))
        .isEqualTo("ok");
    assertThat(next()).isEqualTo("ää");
    assertThat(
            eval(
                "P ! {io_request, self(), mine, {put_chars, unicode, os, cmd, [\"ls\"]}}, "
                    + "receive {io_reply, mine, S} -> S end."))
        .startsWith("{error,{put_chars,unicode,");
  }

  @Test
  void whatWeRunOnTheirBehalfPrintsThere() {
    String leader =
        "G = spawn(fun F() -> receive {io_request, From, As, {put_chars, unicode, T}} ->"
            + " From ! {io_reply, As, ok}, Me ! {printed, T}, F() end end).";
    eval("Me = self().");
    eval(leader);
    eval(
        "spawn(fun() -> group_leader(G, self()),"
            + " Me ! {said, erpc:call($, m, say, [hello])} end).");
    assertThat(eval("receive {printed, T} -> T after 10000 -> timeout end."))
        .isEqualTo("<<\"hello\">>");
    assertThat(eval("receive {said, T2} -> T2 after 10000 -> timeout end.")).isEqualTo("said");
    eval("Dead = spawn(fun() -> ok end).");
    eval("spawn(fun() -> group_leader(Dead, self()), Me ! {said, erpc:call($, m, say, [x])} end).");
    assertThat(eval("receive {said, T3} -> T3 after 10000 -> timeout end.")).isEqualTo("noproc");
  }

  @Test
  void elixirPrintsHere() throws Exception {
    try (var elixir = pair.elixir("elixir@127.0.0.1")) {
      assertThat(
              elixir.eval(
                  "IO.puts(:erpc.call(:\""
                      + pair.ours.name()
                      + "\", :erlang, :whereis, [:user]), \"tschüs\")"))
          .isEqualTo(":ok");
    }
    assertThat(next()).isEqualTo("tschüs\n");
  }
}
