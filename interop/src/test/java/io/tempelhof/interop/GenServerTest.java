package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Dropped;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.server.Call;
import io.tempelhof.runtime.server.CallException;
import io.tempelhof.runtime.server.Server;
import io.tempelhof.runtime.server.ServerContext;
import io.tempelhof.runtime.server.ServerRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Servers of ours asked by genuine nodes, and theirs asked by us.
class GenServerTest extends LiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofMillis(100);

  private final BlockingQueue<Term> seen = new LinkedBlockingQueue<>();
  private Pid server;

  /// {@code wait} is answered at {@code answer}; {@code die} ends it; all else is answered with
  /// itself.
  private final class Mirror implements Server<Term> {
    private final ServerContext context;
    private final List<From> waiting = new ArrayList<>();

    Mirror(ServerContext context) {
      this.context = context;
    }

    @Override
    public Object handleCall(Term request, From from) {
      return switch (request.toString()) {
        case "wait" -> {
          waiting.add(from);
          yield LATER;
        }
        case "die" -> throw context.self().exit(Atom.of("dead"));
        default -> request;
      };
    }

    @Override
    public void handleCast(Term request) {
      if (request.equals(Atom.of("answer"))) {
        waiting.forEach(from -> context.reply(from, Atom.of("later")));
        waiting.clear();
      }
      seen.add(Tuple.of(Atom.of("cast"), request));
    }

    @Override
    public void handleInfo(Term message) {
      seen.add(Tuple.of(Atom.of("info"), message));
    }
  }

  @BeforeEach
  void startMirror() throws Exception {
    seen.clear();
    server = Server.of(Term.class, Mirror::new).named("mirror").start(processes());
  }

  @AfterEach
  void endMirror() throws InterruptedException {
    if (processes().info(server).isPresent()) {
      ServerRef.to(Term.class, server).stop(processes(), Atom.of("normal"));
    }
  }

  private Processes processes() {
    return pair.ours.processes();
  }

  private String erl(String expression) {
    return erl.eval(expression.replace("$", "{mirror, " + ours() + "}") + ".");
  }

  private String tryErl(String expression) {
    return erl.tryEval(expression.replace("$", "{mirror, " + ours() + "}") + ".");
  }

  private String next() throws InterruptedException {
    return String.valueOf(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void answersTheirCalls() {
    assertThat(erl("gen_server:call($, {x, [1]})")).isEqualTo("{x,[1]}");
    assertThat(erl("gen_server:multi_call([" + ours() + "], mirror, hello)"))
        .isEqualTo("{[{" + ours() + ",hello}],[]}");
    assertThat(erl("R = gen_server:send_request($, 7), gen_server:wait_response(R, 20000)"))
        .isEqualTo("{reply,7}");
  }

  @Test
  void getsTheirCastsAndMessages() throws Exception {
    erl("gen_server:cast($, one)");
    erl("gen_server:abcast([" + ours() + "], mirror, two)");
    erl("$ ! three");
    assertThat(next()).isEqualTo("{cast,one}");
    assertThat(next()).isEqualTo("{cast,two}");
    assertThat(next()).isEqualTo("{info,three}");
  }

  @Test
  void answersThemLater() {
    assertThat(
            erl(
                "R2 = gen_server:send_request($, wait), gen_server:cast($, answer),"
                    + " gen_server:wait_response(R2, 20000)"))
        .isEqualTo("{reply,later}");
  }

  @Test
  void aLateAnswerToThemVanishes() {
    assertThat(tryErl("gen_server:call($, wait, 50)")).contains("timeout");
    assertThat(erl("gen_server:cast($, answer), gen_server:call($, after_it), judge:flush()"))
        .isEqualTo("[]");
  }

  @Test
  void theyHearOfItsEnd() {
    assertThat(tryErl("gen_server:call($, die)")).contains("{dead,{gen_server,call,");
    Eventually.is("its name is free", () -> processes().whereis("mirror").isEmpty());
    assertThat(tryErl("gen_server:call($, x)")).contains("noproc");
    assertThat(tryErl("gen_server:stop($)")).contains("noproc");
  }

  @Test
  void theyStopIt() {
    assertThat(erl("gen_server:stop($, shutdown, 20000)")).isEqualTo("ok");
    assertThat(processes().info(server)).isEmpty();
  }

  @Test
  void servesElixir() throws Exception {
    try (GenuineNode elixir = pair.elixir("elixir@127.0.0.1")) {
      String mirror = "{:mirror, :\"" + pair.ours.name() + "\"}";
      assertThat(elixir.eval("GenServer.call(" + mirror + ", {:x, \"y\"})"))
          .isEqualTo("{:x, \"y\"}");
      assertThat(elixir.eval("GenServer.cast(" + mirror + ", :one)")).isEqualTo(":ok");
      assertThat(next()).isEqualTo("{cast,one}");
      assertThat(elixir.eval(":sys.get_state(" + mirror + ")")).contains("Mirror");
      assertThat(elixir.eval("GenServer.stop(" + mirror + ")")).isEqualTo(":ok");
      elixir.eval(
          "defmodule Counter do use GenServer; def init(n), do: {:ok, n};"
              + " def handle_call({:add, k}, _, n), do: {:reply, n + k, n + k};"
              + " def handle_cast({:set, k}, _), do: {:noreply, k} end");
      elixir.eval("{:ok, _} = GenServer.start(Counter, 1, name: :counter)");
      ServerRef<Count> counter = ServerRef.to(Count.class, "counter", Pair.name(elixir));
      counter.cast(processes(), new Set(5));
      assertThat(counter.call(processes(), new Add(2))).isEqualTo(7);
      counter.stop(processes(), Atom.of("normal"));
    }
  }

  sealed interface Count {}

  record Add(long k) implements Count, Call<Long> {}

  record Set(long k) implements Count {}

  // The other way round: a genuine gen_server, of the module servant.erl.

  private ServerRef<Term> theirs(String name) {
    erl.eval("{ok, _} = servant:start(" + name + ").");
    return ServerRef.to(Term.class, name, there()).within(PATIENCE);
  }

  private NodeName there() {
    return Pair.name(erl);
  }

  @Test
  void weAskTheirs() throws Exception {
    ServerRef<Term> servant = theirs("asked");
    assertThat(servant.ask(processes(), Int.of(5))).isEqualTo(Int.of(5));
    servant.cast(processes(), Atom.of("told"));
    assertThat(servant.ask(processes(), Atom.of("last_cast"))).isEqualTo(Atom.of("told"));
    servant.stop(processes(), Atom.of("shutdown"));
    assertThat(failure(servant, Int.of(1)).kind()).isEqualTo(CallException.Kind.NO_PROCESS);
  }

  private CallException failure(ServerRef<Term> ref, Term request) {
    return catchThrowableOfType(CallException.class, () -> ref.ask(processes(), request));
  }

  @Test
  void aLateAnswerToUsVanishes() {
    ServerRef<Term> servant = theirs("late");
    long before = processes().snapshot().dropped().getOrDefault(Dropped.NO_ALIAS, 0L);
    assertThat(failure(servant.within(SOON), Atom.of("wait")).kind())
        .isEqualTo(CallException.Kind.TIMEOUT);
    erl.eval("gen_server:cast(late, answer).");
    Eventually.is(
        "it came to nothing",
        () -> processes().snapshot().dropped().getOrDefault(Dropped.NO_ALIAS, 0L) == before + 1);
  }

  @Test
  void weHearOfItsEndWhileWeWait() {
    ServerRef<Term> servant = theirs("killed");
    erl.eval("timer:apply_after(100, erlang, exit, [whereis(killed), kill]).");
    CallException killed = failure(servant, Atom.of("wait"));
    assertThat(killed.kind()).isEqualTo(CallException.Kind.ENDED);
    assertThat(killed.reason()).isEqualTo(Atom.of("killed"));
  }

  @Test
  void weHearOfTheEndOfItsNodeWhileWeWait() throws Exception {
    GenuineNode mortal = pair.erlang("mortal@127.0.0.1");
    try (mortal) {
      mortal.eval("{ok, _} = servant:start(mortal).");
      ServerRef<Term> servant = ServerRef.to(Term.class, "mortal", Pair.name(mortal));
      assertThat(servant.ask(processes(), Int.of(1))).isEqualTo(Int.of(1));
      mortal.eval("timer:apply_after(100, erlang, halt, []).");
      CallException down = failure(servant.within(PATIENCE), Atom.of("wait"));
      assertThat(down.kind()).isEqualTo(CallException.Kind.NODE_DOWN);
      assertThat(down.reason()).hasToString("{nodedown,'mortal@127.0.0.1'}");
    }
  }
}
