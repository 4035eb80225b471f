package io.tempelhof.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.UnmappableException;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.ProcessInfo;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// What is different about servers whose callers may run them; {@link ServerTest} shows that all
/// else is the same.
@ParameterizedClass
@ValueSource(booleans = {false, true})
class BriefServerTest {
  private static final int CALLERS = 6;
  private static final int CALLS = 4_000;

  private final Stage stage;
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);
  private volatile @Nullable Thread handledOn;

  BriefServerTest(boolean encodeLocal) {
    stage = new Stage(encodeLocal);
  }

  @AfterEach
  void end() {
    leave.countDown();
    stage.close();
  }

  sealed interface Request {}

  record Count(long by) implements Request, Call<Long> {}

  record Do(String word) implements Request, Call<String> {}

  private final class Counter implements Server<Request> {
    private final ServerContext context;
    private final List<From> waiting = new ArrayList<>();
    private long count;

    Counter(ServerContext context) {
      this.context = context;
    }

    @Override
    public Object handleCall(Request request, From from) {
      handledOn = Thread.currentThread();
      return switch (request) {
        case Count(long by) -> count += by;
        case Do(String word) -> act(word, from);
      };
    }

    private Object act(String word, From from) {
      switch (word) {
        case "receive" -> context.self().receive();
        case "call" -> OTHER.call(context.self(), new Count(1));
        case "look" -> {
          return context.self().receive(Duration.ZERO).isEmpty() ? "nothing" : "something";
        }
        case "compute" -> {
          entered.countDown();
          Stage.heedless(leave);
        }
        case "later" -> {
          waiting.add(from);
          return LATER;
        }
        case "crash" -> throw new IllegalStateException("miscounted");
        default -> {}
      }
      return word + " done";
    }

    @Override
    public void handleCast(Request request) {
      switch (request) {
        case Count(long by) -> count += by;
        case Do(String word) when word.equals("answer") ->
            waiting.forEach(from -> context.reply(from, "at last"));
        case Do _ -> context.stop(Atom.of("told"));
      }
    }
  }

  private static final ServerRef<Request> COUNTER =
      ServerRef.to(Request.class, "counter").within(Stage.PATIENCE);

  private static final ServerRef<Request> OTHER = ServerRef.to(Request.class, "other");

  /// The server, once it sleeps.
  private Pid start() throws Exception {
    Pid server = Server.brief(Request.class, Counter::new).named("counter").start(stage.processes);
    awaitSleep(server);
    return server;
  }

  private void awaitSleep(Pid process) {
    Stage.await(() ->
        stage.processes.info(process).map(ProcessInfo::state).stream()
                .allMatch(ProcessInfo.State.WAITING::equals)
            && !stage.processes.activity().busy().contains(process));
  }

  private static String ask(Self self, String word) {
    return COUNTER.call(self, new Do(word));
  }

  @Test
  void whoCallsOneThatIsIdleRunsIt() throws Exception {
    Pid server = start();
    stage.run(self -> {
      assertThat(COUNTER.call(self, new Count(3))).isEqualTo(3);
      assertThat(handledOn).isSameAs(Thread.currentThread());
      assertThat(self.receive(Duration.ZERO)).as("nothing is left of the call").isEmpty();
      return true;
    });
    ProcessInfo info = stage.processes.info(server).orElseThrow();
    assertThat(info.received()).as("received").isEqualTo(1);
    assertThat(info.monitoredBy()).isEmpty();
    assertThat(info.state()).isEqualTo(ProcessInfo.State.WAITING);
  }

  @Test
  void whatIsOnTheWayIsHandledFirst() throws Exception {
    start();
    long sum =
        stage.run(self -> {
          long last = 0;
          for (int i = 0; i < CALLS; i++) {
            COUNTER.cast(self, new Count(1));
            last = COUNTER.call(self, new Count(1));
            assertThat(last).isEqualTo(2L * i + 2);
          }
          return last;
        });
    assertThat(sum).isEqualTo(2L * CALLS);
  }

  @Test
  void onlyOneAtATimeRunsIt() throws Exception {
    start();
    List<CompletableFuture<Boolean>> callers = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      callers.add(
          stage.start(self -> {
            long before = 0;
            for (int i = 0; i < CALLS; i++) {
              COUNTER.cast(self, new Count(1));
              long now = COUNTER.call(self, new Count(1));
              assertThat(now).isGreaterThanOrEqualTo(before + 2);
              before = now;
            }
            return true;
          }));
    }
    for (CompletableFuture<Boolean> caller : callers) {
      assertThat(Stage.get(caller)).isTrue();
    }
    assertThat(COUNTER.call(stage.processes, new Count(0))).isEqualTo(2L * CALLERS * CALLS);
  }

  @Test
  void whoCallsWhileItIsRunWaitsItsTurn() throws Exception {
    Pid server = start();
    CompletableFuture<String> first = stage.start(self -> ask(self, "compute"));
    entered.await();
    assertThat(stage.processes.info(server).orElseThrow().state())
        .isEqualTo(ProcessInfo.State.RUNNING);
    CompletableFuture<Long> second = stage.start(self -> COUNTER.call(self, new Count(1)));
    Stage.await(() -> stage.processes.info(server).orElseThrow().mailbox() == 1);
    leave.countDown();
    assertThat(Stage.get(first)).isEqualTo("compute done");
    assertThat(Stage.get(second)).isEqualTo(1);
  }

  @Test
  void aHandlerThatWaitsEndsIt() throws Exception {
    for (String word : List.of("receive", "call")) {
      Pid server = start();
      ServerRef<Request> ref = ServerRef.to(Request.class, server);
      CallException failed =
          catchThrowableOfType(CallException.class, () -> ref.call(stage.processes, new Do(word)));
      assertThat(failed.kind()).isEqualTo(CallException.Kind.ENDED);
      assertThat(failed.reason().toString()).contains("must not wait");
      Stage.await(() -> stage.processes.info(server).isEmpty());
    }
  }

  @Test
  void aHandlerMayLookIntoItsMailbox() throws Exception {
    start();
    assertThat(COUNTER.call(stage.processes, new Do("look"))).isEqualTo("nothing");
    assertThat(COUNTER.call(stage.processes, new Count(1))).isEqualTo(1);
  }

  @Test
  void aCallerThatIsKilledWhileItRunsItEndsAfterwards() throws Exception {
    start();
    Pid[] caller = new Pid[1];
    CountDownLatch known = new CountDownLatch(1);
    CompletableFuture<String> call =
        stage.start(self -> {
          caller[0] = self.pid();
          known.countDown();
          return ask(self, "compute");
        });
    known.await();
    entered.await();
    stage.run(self -> {
      self.exit(caller[0], ExitReason.KILL);
      return true;
    });
    assertThat(stage.processes.info(caller[0])).as("it runs the server").isPresent();
    leave.countDown();
    Stage.await(() -> stage.processes.info(caller[0]).isEmpty());
    assertThat(call).isCompletedExceptionally();
    assertThat(COUNTER.call(stage.processes, new Count(1))).as("the server lives").isEqualTo(1);
  }

  @Test
  void oneThatIsKilledWhileACallerRunsItEndsAfterwards() throws Exception {
    Pid server = start();
    CompletableFuture<String> call = stage.start(self -> ask(self, "compute"));
    entered.await();
    CompletableFuture<Term> reason =
        stage.start(self -> {
          self.monitor(server);
          self.exit(server, ExitReason.KILL);
          return self.receive(Down.class).reason();
        });
    Stage.await(
        () -> stage.processes.info(server).orElseThrow().state() == ProcessInfo.State.ENDING);
    assertThat(reason).isNotDone();
    leave.countDown();
    assertThat(Stage.get(reason)).isEqualTo(ExitReason.KILLED);
    CallException failed =
        catchThrowableOfType(
            CallException.class,
            () -> {
              try {
                Stage.get(call);
              } catch (ExecutionException e) {
                throw (Exception) e.getCause();
              }
            });
    assertThat(failed.reason()).isEqualTo(ExitReason.KILLED);
  }

  @Test
  void aCrashIsTheServersAndTheCallerIsTold() throws Exception {
    Pid server = start();
    stage.run(self -> {
      CallException failed = catchThrowableOfType(CallException.class, () -> ask(self, "crash"));
      assertThat(failed.kind()).isEqualTo(CallException.Kind.ENDED);
      assertThat(failed.reason().toString()).contains("miscounted");
      return true;
    });
    Stage.await(() -> stage.processes.info(server).isEmpty());
  }

  @Test
  void anAnswerThatComesLaterEndsWithTheServerAtTheLatest() throws Exception {
    start();
    CompletableFuture<String> answered = stage.start(self -> ask(self, "later"));
    Stage.await(() -> handledOn != null);
    Stage.await(() -> !stage.processes.info(whereis()).orElseThrow().monitoredBy().isEmpty());
    COUNTER.cast(stage.processes, new Do("answer"));
    assertThat(Stage.get(answered)).isEqualTo("at last");
    Stage.await(() -> stage.processes.info(whereis()).orElseThrow().monitoredBy().isEmpty());

    CompletableFuture<String> lost = stage.start(self -> ask(self, "later"));
    Stage.await(() -> !stage.processes.info(whereis()).orElseThrow().monitoredBy().isEmpty());
    COUNTER.cast(stage.processes, new Do("stop"));
    CompletableFuture<Void> end =
        lost.handle((_, why) -> {
          assertThat(why)
              .isInstanceOfSatisfying(
                  CallException.class, e -> assertThat(e.reason()).isEqualTo(Atom.of("told")));
          return null;
        });
    Stage.get(end);
  }

  private Pid whereis() {
    return stage.processes.whereis("counter").orElseThrow();
  }

  @Test
  void aRequestWithoutATermFormCostsItNothing() throws Exception {
    start();
    stage.run(self -> {
      UnmappableException refused =
          catchThrowableOfType(
              UnmappableException.class,
              () -> ServerRef.to(Object.class, "counter").ask(self, new Object()));
      assertThat(refused).isNotNull();
      assertThat(COUNTER.call(self, new Count(1))).isEqualTo(1);
      return true;
    });
  }
}
