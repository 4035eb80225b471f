package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.AliasOption;
import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Dropped;
import io.tempelhof.runtime.GenMessage;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Question;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Our aliases in the hands of a genuine node, and its in ours; and calls, whose answers come by
/// alias.
class AliasesTest extends LiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Atom HERE = Atom.of("here");

  private final NodeName there = NodeName.of("genuine@127.0.0.1");

  /// Tells our {@code sender} to send a message to an alias, and to say when it has.
  record SendTo(Pid from, Ref alias, Term message) {}

  private interface Act<T> {
    T in(Self self) throws Exception;
  }

  @BeforeAll
  void startSenders() {
    pair.ours.spawn(
        "sender",
        self -> {
          while (true) {
            SendTo order = self.receive(SendTo.class);
            self.send(order.alias(), order.message());
            self.send(order.from(), Atom.of("done"));
          }
        });
    erl.eval("register(judge, self()).");
    erl.eval(
        "SendTo = fun(Alias, Message) -> {sender, "
            + ours()
            + "} ! {send_to, self(), Alias, Message}, receive done -> ok after 20000 -> exit(late)"
            + " end end.");
  }

  @BeforeEach
  void forgetMessages() {
    erl.eval("judge:flush().");
  }

  /// Runs in a process of ours and waits for what it gives.
  private <T> T run(Act<T> act) throws Exception {
    var result = new CompletableFuture<T>();
    pair.ours.spawn(self -> {
      try {
        result.complete(act.in(self));
      } catch (Throwable t) {
        result.completeExceptionally(t);
      }
    });
    return result.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /// What the genuine node says of this, in which names are bound anew.
  private String judged(String body) {
    return erl.eval("(fun() -> " + body + " end)().");
  }

  /// Has the genuine node do this with {@code A}, an alias, and gives what then is in our mailbox.
  private List<Term> got(Self self, Ref alias, String body) {
    self.send("judge", there, Tuple.of(self.pid(), alias));
    judged("receive {P, A} -> " + body + ", P ! here after 20000 -> exit(late) end");
    List<Term> messages = new ArrayList<>();
    while (true) {
      Term next = self.receive(PATIENCE).orElseThrow();
      if (next.equals(HERE)) {
        return messages;
      }
      messages.add(next);
    }
  }

  private static List<Term> numbers(long... numbers) {
    List<Term> terms = new ArrayList<>();
    for (long number : numbers) {
      terms.add(Int.of(number));
    }
    return terms;
  }

  private long deadAliases() {
    return pair.ours.processes().snapshot().dropped().getOrDefault(Dropped.NO_ALIAS, -1L);
  }

  @Test
  void ourAliasIsReachedWhileItIsActive() throws Exception {
    long before = deadAliases();
    run(self -> {
      Ref alias = self.alias();
      assertThat(got(self, alias, "A ! 1, P ! 2, A ! 3")).isEqualTo(numbers(1, 2, 3));
      self.unalias(alias);
      assertThat(got(self, alias, "A ! 4, P ! 5")).isEqualTo(numbers(5));
      Ref once = self.alias(AliasOption.REPLY);
      assertThat(got(self, once, "A ! 6, A ! 7")).isEqualTo(numbers(6));
      return "reached";
    });
    assertThat(deadAliases() - before).isEqualTo(2);
  }

  @Test
  void ourAliasTakesTracedMessages() throws Exception {
    run(self -> {
      assertThat(
              got(
                  self,
                  self.alias(),
                  "seq_trace:set_token(label, 17), A ! 1, seq_trace:set_token([])"))
          .isEqualTo(numbers(1));
      return "traced";
    });
  }

  @Test
  void ourAliasComesBackAsItWent() throws Exception {
    run(self -> {
      Ref alias = self.alias();
      assertThat(got(self, alias, "P ! A")).isEqualTo(List.of((Term) alias));
      return "the same";
    });
  }

  @Test
  void ourAliasEndsWithTheMonitorOfTheirProcess() throws Exception {
    long before = deadAliases();
    run(self -> {
      self.send("judge", there, self.pid());
      judged("receive P when is_pid(P) -> P ! spawn(fun() -> receive R -> exit(R) end end) end");
      Pid mortal = self.receive(Pid.class);
      Ref lasting = self.monitor(mortal, AliasOption.EXPLICIT_UNALIAS);
      Ref ending = self.monitor(mortal, AliasOption.DEMONITOR);
      assertThat(got(self, ending, "A ! 1, A ! 2")).isEqualTo(numbers(1, 2));
      self.send(mortal, Atom.of("boom"));
      for (Ref ref : List.of(lasting, ending)) {
        assertThat(self.receive(Pattern.of(Down.class).where(d -> d.ref().equals(ref))).reason())
            .isEqualTo(Atom.of("boom"));
      }
      assertThat(got(self, ending, "A ! 3")).isEmpty();
      assertThat(got(self, lasting, "A ! 4")).isEqualTo(numbers(4));
      return "ended";
    });
    assertThat(deadAliases() - before).isEqualTo(1);
  }

  @Test
  void theirAliasIsReachedWhileItIsActive() {
    assertThat(
            judged(
                "A = alias(), SendTo(A, 1), SendTo(A, 2), unalias(A), SendTo(A, 3),"
                    + " B = alias([reply]), SendTo(B, 4), SendTo(B, 5), judge:flush()"))
        .isEqualTo("[1,2,4]");
  }

  @Test
  void ourReplyEndsTheirMonitor() {
    assertThat(
            judged(
                "R = monitor(process, {sender, "
                    + ours()
                    + "}, [{alias, reply_demonitor}]), SendTo(R, 1), SendTo(R, 2),"
                    + " {judge:flush(), demonitor(R, [info])}"))
        .isEqualTo("{[1],false}");
    Pid sender = pair.ours.processes().whereis("sender").orElseThrow();
    Eventually.is(
        "our process is watched no more",
        () -> pair.ours.processes().info(sender).orElseThrow().monitoredBy().isEmpty());
  }

  @Test
  void ourCallIsAnsweredByTheirServers() throws Exception {
    Question.Outcome counted =
        run(self -> call(self, "kernel_sup", there, Atom.of("count_children"), PATIENCE));
    assertThat(counted).isInstanceOf(Question.Answered.class);
    assertThat(counted.toString()).contains("{workers,");
    Question.Outcome nobody = run(self -> call(self, "nobody", there, Atom.of("x"), PATIENCE));
    assertThat(nobody).isEqualTo(new Question.Gone(Atom.of("noproc")));
    Question.Outcome nowhere =
        run(self -> call(self, "nobody", NodeName.of("none@127.0.0.1"), Atom.of("x"), PATIENCE));
    assertThat(nowhere).isEqualTo(new Question.Gone(Atom.of("noconnection")));
  }

  private static Question.Outcome call(
      Self self, String name, NodeName node, Object request, Duration timeout) {
    return Question.call(self, new MonitorTable.Target(Atom.of(name), node.atom()), request)
        .await(timeout);
  }

  @Test
  void theirLateAnswerToUsVanishes() throws Exception {
    long before = deadAliases();
    erl.eval(
        "spawn(fun() -> register(slow, self()), receive {'$gen_call', From, X} -> receive go ->"
            + " gen_server:reply(From, {late, X}), receive stop -> ok end end end end).");
    Eventually.is("it lives", () -> judged("is_pid(whereis(slow))").equals("true"));
    run(self -> {
      assertThat(call(self, "slow", there, 1, SOON)).isEqualTo(new Question.TimedOut());
      self.send("slow", there, Atom.of("go"));
      Eventually.is("the answer has come to nothing", () -> deadAliases() == before + 1);
      assertThat(judged("process_info(whereis(slow), monitored_by)"))
          .isEqualTo("{monitored_by,[]}");
      self.send("slow", there, Atom.of("stop"));
      Eventually.is("it has ended", () -> judged("whereis(slow)").equals("undefined"));
      assertThat(got(self, self.alias(), "A ! 1")).isEqualTo(numbers(1));
      return "vanished";
    });
  }

  @Test
  void ourLateAnswerToThemVanishes() throws Exception {
    pair.ours.spawn(
        "slow",
        self -> {
          GenMessage.Call call = (GenMessage.Call) GenMessage.of(self.receive());
          assertThat(call.from().alias()).as("an answer by alias is asked for").isPresent();
          Tuple go = (Tuple) self.receive(Pattern.term(t -> t instanceof Tuple));
          call.from().reply(self, "late");
          self.send((Pid) go.at(0), Atom.of("answered"));
        });
    assertThat(judged("catch gen_server:call({slow, " + ours() + "}, x, 50)"))
        .startsWith("{'EXIT',{timeout,");
    assertThat(
            judged(
                "{slow, "
                    + ours()
                    + "} ! {self()}, receive answered -> judge:flush() after 20000 -> late end"))
        .isEqualTo("[]");
  }
}
