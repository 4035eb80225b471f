package io.tempelhof.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Dropped;
import io.tempelhof.runtime.Exited;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.Stage;
import io.tempelhof.runtime.behaviour.IgnoredException;
import io.tempelhof.runtime.behaviour.StartException;
import io.tempelhof.runtime.behaviour.Startable;
import io.tempelhof.runtime.behaviour.UnhandledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/// Servers, plain and brief ones, with messages by reference and through the codec.
@ParameterizedClass
@CsvSource({"false, false", "true, false", "false, true", "true, true"})
class ServerTest {
  private final Stage stage;
  private final boolean brief;
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

  ServerTest(boolean encodeLocal, boolean brief) {
    stage = new Stage(encodeLocal);
    this.brief = brief;
  }

  @AfterEach
  void end() {
    stage.close();
  }

  sealed interface Request {}

  record Deposit(String account, long amount) implements Request, Call<Atom> {}

  record Balance(String account) implements Request, Call<Long> {}

  record Accounts() implements Request, Call<List<String>> {}

  /// What the server does when told; {@code word} says it.
  record Do(String word) implements Request, Call<String> {}

  private final class Bank implements Server<Request> {
    private final ServerContext context;
    private final Map<String, Long> accounts = new HashMap<>();
    private final List<From> waiting = new ArrayList<>();

    Bank(ServerContext context) {
      this.context = context;
    }

    @Override
    public Object handleCall(Request request, From from) {
      return switch (request) {
        case Deposit(String account, long amount) -> {
          accounts.merge(account, amount, Long::sum);
          yield Atom.of("ok");
        }
        case Balance(String account) -> accounts.getOrDefault(account, 0L);
        case Accounts() -> accounts.keySet().stream().sorted().toList();
        case Do(String word) -> act(word, from);
      };
    }

    private Object act(String word, From from) {
      switch (word) {
        case "stop" -> context.stop(Atom.of("done"));
        case "stop normally" -> context.stop();
        case "crash" -> throw new IllegalStateException("no money");
        case "exit" -> throw context.self().exit(Atom.of("bored"));
        case "wait" -> {
          waiting.add(from);
          return LATER;
        }
        case "not understood" -> throw new UnhandledException();
        case "continue" -> {
          context.continueWith("first");
          context.continueWith("second");
        }
        case "idle" -> context.idleAfter(Duration.ofMillis(20));
        case "idle at once" -> context.idleAfter(Duration.ZERO);
        default -> {}
      }
      return word + " done";
    }

    @Override
    public void handleCast(Request request) {
      switch (request) {
        case Deposit(String account, long amount) -> accounts.merge(account, amount, Long::sum);
        case Do(String word) when word.equals("answer") -> {
          waiting.forEach(from -> context.reply(from, "later"));
          waiting.clear();
        }
        case Do _, Balance _, Accounts _ -> throw new UnhandledException();
      }
    }

    @Override
    public void handleDown(Down down) {
      seen.add(down);
    }

    @Override
    public void handleExit(Exited exit) {
      seen.add(exit);
    }

    @Override
    public void handleInfo(Term message) {
      if (message.equals(Atom.of("nonsense"))) {
        throw new UnhandledException();
      }
      seen.add(message);
    }

    @Override
    public void handleContinue(Object next) {
      seen.add(next);
    }

    @Override
    public void handleTimeout() {
      seen.add("idle");
    }

    @Override
    public void terminate(Term reason) {
      seen.add(Tuple.of(Atom.of("terminate"), reason));
    }
  }

  private <M> Startable serving(Class<M> type, Server.Opening<M> opening) {
    return brief ? Server.brief(type, opening) : Server.of(type, opening);
  }

  private Pid start() throws Exception {
    return serving(Request.class, Bank::new).named("bank").start(stage.processes);
  }

  private static final ServerRef<Request> BANK = ServerRef.to(Request.class, "bank");

  private Object next() throws InterruptedException {
    return seen.poll(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private void awaitEnd(Pid pid) {
    Stage.await(() -> stage.processes.info(pid).isEmpty());
  }

  private static Tuple terminated(Term reason) {
    return Tuple.of(Atom.of("terminate"), reason);
  }

  @Test
  void answersCallsByTheTypesOfTheirRequests() throws Exception {
    start();
    List<String> accounts =
        stage.run(self -> {
          assertThat(BANK.call(self, new Deposit("anna", 5))).isEqualTo(Atom.of("ok"));
          BANK.cast(self, new Deposit("anna", 7));
          BANK.cast(self, new Deposit("otto", 1));
          long balance = BANK.call(self, new Balance("anna"));
          assertThat(balance).isEqualTo(12);
          assertThat(BANK.ask(self, new Balance("otto"))).isEqualTo(Int.of(1));
          return BANK.call(self, new Accounts());
        });
    assertThat(accounts).containsExactly("anna", "otto");
    assertThat(BANK.call(stage.processes, new Balance("anna"))).isEqualTo(12);
  }

  @Test
  void answersLaterAlsoFromAnotherProcess() throws Exception {
    start();
    String answer =
        stage.run(self -> {
          PendingCall<String> pending = BANK.sendCall(self, new Do("wait"));
          assertThat(pending.poll(Duration.ZERO)).isEmpty();
          assertThat(BANK.call(self, new Balance("anna"))).as("it serves meanwhile").isZero();
          BANK.cast(self, new Do("answer"));
          return pending.await(Stage.PATIENCE);
        });
    assertThat(answer).isEqualTo("later");
    Pid deputy =
        serving(
                Term.class,
                context ->
                    new Server<>() {
                      @Override
                      public Object handleCall(Term request, From from) {
                        context.self().spawn(other -> from.reply(other, "from elsewhere"));
                        return LATER;
                      }
                    })
            .start(stage.processes);
    assertThat(ServerRef.to(Term.class, deputy).ask(stage.processes, Int.of(1)))
        .isEqualTo(Binary.of("from elsewhere"));
  }

  @Test
  void countsWhatItDoesNotUnderstandAndAnswersSuchCallsAtOnce() throws Exception {
    Pid bank = start();
    ServerRef<Term> raw = ServerRef.to(Term.class, "bank");
    Tuple unknown = Tuple.of(Atom.of("error"), Atom.of("unknown_call"));
    assertThat(raw.ask(stage.processes, Atom.of("rob"))).isEqualTo(unknown);
    assertThat(BANK.ask(stage.processes, new Do("not understood"))).isEqualTo(unknown);
    raw.cast(stage.processes, Atom.of("rob"));
    BANK.cast(stage.processes, new Do("not understood"));
    stage.processes.send(bank, Atom.of("nonsense"));
    assertThat(BANK.call(stage.processes, new Balance("anna"))).isZero();
    assertThat(stage.dropped(Dropped.UNHANDLED)).isEqualTo(5);
  }

  @Test
  void understandsNothingItHasNoHandlerFor() throws Exception {
    Pid mute =
        serving(
                Term.class,
                context -> {
                  context.continueWith("x");
                  context.idleAfter(Duration.ZERO);
                  return new Server<>() {};
                })
            .start(stage.processes);
    Stage.await(() -> stage.dropped(Dropped.UNHANDLED) == 1);
    ServerRef<Term> ref = ServerRef.to(Term.class, mute);
    assertThat(ref.ask(stage.processes, Int.of(1)).toString()).contains("unknown_call");
    ref.cast(stage.processes, Int.of(1));
    stage.processes.send(mute, 1);
    assertThat(ref.ask(stage.processes, Int.of(1)).toString()).contains("unknown_call");
    assertThat(stage.dropped(Dropped.UNHANDLED)).isEqualTo(5);
  }

  @Test
  void getsEverythingElseAsInformation() throws Exception {
    Pid bank = start();
    Pid dead =
        stage.run(self -> {
          self.send(bank, "news");
          return self.pid();
        });
    awaitEnd(dead);
    assertThat(next()).isEqualTo(Binary.of("news"));
    assertThat(seen).isEmpty();
  }

  @Test
  void seesTheEndsOfOthers() throws Exception {
    Pid[] others = new Pid[2];
    Pid server =
        serving(
                Request.class,
                context -> {
                  Self self = context.self();
                  self.trapExits(true);
                  others[0] = self.spawn(Stage::idle);
                  self.monitor(others[0]);
                  others[1] = self.spawn(Stage::idle);
                  self.link(others[1]);
                  return new Bank(context);
                })
            .start(stage.processes);
    stage.run(self -> {
      self.exit(others[0], Atom.of("a"));
      return true;
    });
    assertThat(((Down) next()).reason()).isEqualTo(Atom.of("a"));
    stage.run(self -> {
      self.exit(others[1], Atom.of("b"));
      return true;
    });
    assertThat(next()).isEqualTo(new Exited(others[1], Atom.of("b")));
    assertThat(stage.processes.info(server)).isPresent();
  }

  @Test
  void stopsAfterItsHandlerAndItsAnswer() throws Exception {
    Pid bank = start();
    stage.run(self -> {
      var monitor = self.monitor(bank);
      assertThat(BANK.call(self, new Do("stop"))).isEqualTo("stop done");
      Down down = self.receive(Down.class);
      assertThat(down.ref()).isEqualTo(monitor);
      assertThat(down.reason()).isEqualTo(Atom.of("done"));
      return true;
    });
    assertThat(next()).isEqualTo(terminated(Atom.of("done")));
    start();
    assertThat(BANK.call(stage.processes, new Do("stop normally"))).isEqualTo("stop normally done");
    assertThat(next()).isEqualTo(terminated(ExitReason.NORMAL));
  }

  @Test
  void terminatesOnceWhenAHandlerFails() throws Exception {
    Pid bank = start();
    CallException failed =
        catchThrowableOfType(
            CallException.class, () -> BANK.call(stage.processes, new Do("crash")));
    assertThat(failed.kind()).isEqualTo(CallException.Kind.ENDED);
    assertThat(failed.reason().toString()).contains("IllegalStateException", "no money");
    assertThat(next()).isEqualTo(terminated(failed.reason()));
    awaitEnd(bank);
    start();
    failed =
        catchThrowableOfType(CallException.class, () -> BANK.call(stage.processes, new Do("exit")));
    assertThat(failed.reason()).isEqualTo(Atom.of("bored"));
    assertThat(next()).isEqualTo(terminated(Atom.of("bored")));
    assertThat(seen).isEmpty();
  }

  @Test
  void endsWithTheFailureOfItsTermination() throws Exception {
    Pid bad =
        serving(
                Term.class,
                context ->
                    new Server<>() {
                      @Override
                      public void terminate(Term reason) {
                        throw new IllegalStateException("cannot even end");
                      }
                    })
            .start(stage.processes);
    CallException failed =
        catchThrowableOfType(
            CallException.class,
            () -> ServerRef.to(Term.class, bad).stop(stage.processes, ExitReason.NORMAL));
    assertThat(failed.reason().toString()).contains("cannot even end");
  }

  @Test
  void endsWithItsParentIfItTrapsExits() throws Exception {
    Pid parent =
        stage.processes.spawn(self -> {
          serving(
                  Request.class,
                  context -> {
                    context.self().trapExits(true);
                    return new Bank(context);
                  })
              .named("bank")
              .startLink(self);
          self.receive();
          throw self.exit(Atom.of("tired"));
        });
    Stage.await(() -> stage.processes.whereis("bank").isPresent());
    Pid bank = stage.processes.whereis("bank").orElseThrow();
    Stage.await(() -> stage.processes.info(parent).orElseThrow().links().contains(bank));
    stage.processes.send(parent, 1);
    assertThat(next()).isEqualTo(terminated(Atom.of("tired")));
    awaitEnd(bank);
  }

  @Test
  void isNotToldOfAnExitItDoesNotTrap() throws Exception {
    Pid bank = start();
    stage.run(self -> {
      self.exit(bank, Atom.of("shot"));
      return true;
    });
    awaitEnd(bank);
    assertThat(seen).isEmpty();
  }

  @Test
  void continuesBeforeAnyOtherMessage() throws Exception {
    Pid bank = start();
    BANK.call(stage.processes, new Do("continue"));
    stage.processes.send(bank, Atom.of("message"));
    assertThat(List.of(next(), next(), next()))
        .containsExactly("first", "second", Atom.of("message"));
  }

  @Test
  void isIdleOnceAfterItsTime() throws Exception {
    start();
    for (String word : List.of("idle", "idle at once")) {
      BANK.call(stage.processes, new Do(word));
      assertThat(next()).isEqualTo("idle");
      BANK.call(stage.processes, new Balance("anna"));
      assertThat(seen).as("it was to be idle once").isEmpty();
    }
  }

  @Test
  void failsToStartAsItsOpeningSays() {
    assertThatThrownBy(() ->
            serving(
                    Term.class,
                    _ -> {
                      throw new IgnoredException();
                    })
                .start(stage.processes))
        .isInstanceOf(IgnoredException.class);
    assertThatThrownBy(() ->
            serving(
                    Term.class,
                    _ -> {
                      throw new IllegalStateException("no vault");
                    })
                .start(stage.processes))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("no vault");
  }
}
