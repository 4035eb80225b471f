package io.tempelhof.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.UnmappableException;
import io.tempelhof.runtime.Dropped;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.ProcessInfo;
import io.tempelhof.runtime.Stage;
import io.tempelhof.runtime.behaviour.Startable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Asking servers, and what can go wrong with that.
@ParameterizedClass
@ValueSource(booleans = {false, true})
class ServerRefTest {
  private static final Duration SOON = Duration.ofMillis(30);
  private static final ServerRef<Term> SERVER = ServerRef.to(Term.class, "server");

  private final Stage stage;

  ServerRefTest(boolean encodeLocal) {
    stage = new Stage(encodeLocal);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  record Count(long upTo) implements Call<List<Long>> {}

  record Anything<T>(long number) implements Call<T> {}

  /// Answers a call with itself, unless it is told another word.
  private Pid start() throws Exception {
    return server().named("server").start(stage.processes);
  }

  private Startable server() {
    return Server.of(
        Term.class,
        context ->
            new Server<>() {
              @Override
              public Object handleCall(Term request, From from) {
                return switch (request.toString()) {
                  case "wait" -> LATER;
                  case "die" -> throw context.self().exit(Atom.of("dead"));
                  case "{count,3}" -> List.of(1L, 2L, 3L);
                  case "{count,4}" -> List.of("one");
                  default -> request;
                };
              }
            });
  }

  private CallException failure(ServerRef<Term> server, String word) throws Exception {
    return stage.run(
        self -> catchThrowableOfType(CallException.class, () -> server.ask(self, Atom.of(word))));
  }

  @Test
  void whatCameBeforeTheQuestionIsNotLookedAt() throws Exception {
    start();
    stage.run(self -> {
      for (int i = 0; i < 100; i++) {
        self.send(self.pid(), Atom.of("unwanted"));
      }
      assertThat(SERVER.ask(self, Atom.of("hello"))).isEqualTo(Atom.of("hello"));
      ProcessInfo me = stage.processes.info(self.pid()).orElseThrow();
      assertThat(me.mailbox()).isEqualTo(100);
      assertThat(me.passedOver()).isZero();
      return true;
    });
  }

  @Test
  void readsTheAnswerAsTheRequestPromises() throws Exception {
    start();
    ServerRef<Count> counter = ServerRef.to(Count.class, "server");
    assertThat(counter.call(stage.processes, new Count(3))).containsExactly(1L, 2L, 3L);
    CallException wrong =
        catchThrowableOfType(
            CallException.class, () -> counter.call(stage.processes, new Count(4)));
    assertThat(wrong.kind()).isEqualTo(CallException.Kind.WRONG_ANSWER);
    assertThat(wrong).hasMessageContaining("one").hasMessageContaining("List<java.lang.Long>");
    assertThat(wrong.reason()).hasToString("[<<\"one\">>]");
  }

  @Test
  void refusesRequestsThatCannotBe() throws Exception {
    start();
    ServerRef<?> server = SERVER;
    assertThatThrownBy(() -> server.call(stage.processes, new Count(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Count")
        .hasMessageContaining("Term");
    ServerRef<?> any = ServerRef.to(Object.class, "server");
    assertThatThrownBy(() -> any.call(stage.processes, new Anything<String>(1)))
        .isInstanceOf(UnmappableException.class);
  }

  @Test
  void saysWhoIsNotThere() throws Exception {
    CallException nobody = failure(SERVER, "x");
    assertThat(nobody.kind()).isEqualTo(CallException.Kind.NO_PROCESS);
    assertThat(nobody.reason()).isEqualTo(Atom.of("noproc"));
    NodeName far = NodeName.of("far@localhost");
    CallException nowhere = failure(ServerRef.to(Term.class, "server", far), "x");
    assertThat(nowhere.kind()).isEqualTo(CallException.Kind.NODE_DOWN);
    assertThat(nowhere.reason()).hasToString("{nodedown,far@localhost}");
  }

  @Test
  void refusesToWaitForItself() throws Exception {
    stage.run(self -> {
      self.register("me");
      for (var me : List.of(ServerRef.to(Term.class, self.pid()), ServerRef.to(Term.class, "me"))) {
        CallException refused =
            catchThrowableOfType(CallException.class, () -> me.ask(self, Int.of(1)));
        assertThat(refused.kind()).isEqualTo(CallException.Kind.CALLING_SELF);
        for (ThrowingCallable wait :
            List.<ThrowingCallable>of(
                () -> me.stop(self, Atom.of("x")),
                () -> me.ask(self, Atom.of("label"), Int.of(1)))) {
          refused = catchThrowableOfType(CallException.class, wait);
          assertThat(refused.kind()).isEqualTo(CallException.Kind.CALLING_SELF);
        }
      }
      assertThat(self.receive(Duration.ZERO)).isEmpty();
      return true;
    });
  }

  @Test
  void saysWhyTheServerEnded() throws Exception {
    start();
    CallException ended = failure(SERVER, "die");
    assertThat(ended.kind()).isEqualTo(CallException.Kind.ENDED);
    assertThat(ended.reason()).isEqualTo(Atom.of("dead"));
  }

  @Test
  void leavesNothingBehindWhenItTakesTooLong() throws Exception {
    var asked = new CompletableFuture<From>();
    Pid slow =
        Server.of(
                Term.class,
                context ->
                    new Server<>() {
                      @Override
                      public Object handleCall(Term request, From from) {
                        asked.complete(from);
                        return LATER;
                      }

                      @Override
                      public void handleCast(Term request) {
                        context.reply(asked.join(), "late");
                      }
                    })
            .start(stage.processes);
    stage.run(self -> {
      ServerRef<Term> server = ServerRef.to(Term.class, slow).within(SOON);
      CallException late =
          catchThrowableOfType(CallException.class, () -> server.ask(self, Int.of(1)));
      assertThat(late.kind()).isEqualTo(CallException.Kind.TIMEOUT);
      assertThat(late.reason()).isEqualTo(Atom.of("timeout"));
      server.cast(self, Int.of(1));
      Stage.await(() -> stage.dropped(Dropped.NO_ALIAS) == 1);
      assertThat(self.receive(Duration.ZERO)).isEmpty();
      ProcessInfo me = stage.processes.info(self.pid()).orElseThrow();
      assertThat(me.monitors()).isEmpty();
      assertThat(me.aliases()).isEmpty();
      return true;
    });
  }

  @Test
  void asksManyAtOnce() throws Exception {
    start();
    stage.run(self -> {
      List<PendingCall<Term>> calls = new ArrayList<>();
      for (String word : List.of("a", "wait", "b")) {
        calls.add(SERVER.sendAsk(self, Atom.of(word)));
      }
      calls.add(ServerRef.to(Term.class, "nobody").sendAsk(self, Atom.of("c")));
      List<PendingCall.Result<Term>> results =
          PendingCall.awaitAll(self, calls, SOON.multipliedBy(10));
      assertThat(results.get(0)).isEqualTo(new PendingCall.Answer<>(Atom.of("a")));
      assertThat(kind(results.get(1))).isEqualTo(CallException.Kind.TIMEOUT);
      assertThat(results.get(2)).isEqualTo(new PendingCall.Answer<>(Atom.of("b")));
      assertThat(kind(results.get(3))).isEqualTo(CallException.Kind.NO_PROCESS);
      assertThat(self.receive(Duration.ZERO)).isEmpty();
      return true;
    });
  }

  private static CallException.Kind kind(PendingCall.Result<Term> result) {
    return ((PendingCall.Failure<Term>) result).why().kind();
  }

  @Test
  void keepsACallUnderWayUntilItIsGivenUp() throws Exception {
    start();
    stage.run(self -> {
      PendingCall<Term> waiting = SERVER.sendAsk(self, Atom.of("wait"));
      assertThat(waiting.poll(SOON)).isEmpty();
      assertThat(waiting.poll(Duration.ZERO)).isEmpty();
      waiting.abandon();
      assertThatThrownBy(() -> waiting.await(Stage.PATIENCE)).isInstanceOf(CallException.class);
      PendingCall<Term> answered = SERVER.sendAsk(self, Atom.of("a"));
      assertThat(answered.poll(Stage.PATIENCE)).contains(Atom.of("a"));
      assertThat(answered.await(Duration.ZERO)).as("it is asked once").isEqualTo(Atom.of("a"));
      return true;
    });
  }

  @Test
  void endsAServerAndSaysIfItEndedOtherwise() throws Exception {
    Pid server = start();
    SERVER.stop(stage.processes, Atom.of("shutdown"));
    assertThat(stage.processes.info(server)).isEmpty();
    assertThat(
            catchThrowableOfType(
                    CallException.class, () -> SERVER.stop(stage.processes, ExitReason.NORMAL))
                .kind())
        .isEqualTo(CallException.Kind.NO_PROCESS);
    Pid deaf = stage.processes.spawn(Stage::idle);
    ServerRef<Term> ref = ServerRef.to(Term.class, deaf).within(SOON);
    stage.run(self -> {
      CallException late =
          catchThrowableOfType(CallException.class, () -> ref.stop(self, ExitReason.NORMAL));
      assertThat(late.kind()).isEqualTo(CallException.Kind.TIMEOUT);
      assertThat(stage.processes.info(self.pid()).orElseThrow().monitors()).isEmpty();
      return true;
    });
  }
}
