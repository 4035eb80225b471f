package io.tempelhof.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.UnmappableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Sending and receiving within a node; by reference and through the codec alike.
@ParameterizedClass(name = "encodeLocal {0}")
@ValueSource(booleans = {false, true})
class MessagesTest {
  sealed interface Command {}

  record Deposit(String account, long amount) implements Command {}

  record Report(Pid to) implements Command {}

  enum Pause implements Command {
    PAUSE
  }

  record Other(int n) {}

  record Numbered(int n) {}

  record Held(List<Integer> numbers) {}

  private final boolean encodeLocal;
  private final Stage stage;

  MessagesTest(boolean encodeLocal) {
    this.encodeLocal = encodeLocal;
    this.stage = new Stage(encodeLocal);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void carriesRecordsToTheSealedTypeThatHoldsThem() throws Exception {
    var told = new CompletableFuture<Object>();
    Pid till =
        stage.processes.spawn(self -> {
          long sum = 0;
          while (true) {
            switch (self.receive(Command.class)) {
              case Deposit(String _, long amount) -> sum += amount;
              case Report(Pid to) -> self.send(to, sum);
              case Pause _ -> told.complete("paused");
            }
          }
        });
    long sum =
        stage.run(self -> {
          self.send(till, new Deposit("anna", 100));
          self.send(till, new Deposit("ben", 20));
          self.send(till, Pause.PAUSE);
          self.send(till, new Report(self.pid()));
          return self.receive(Long.class);
        });
    assertThat(sum).isEqualTo(120);
    assertThat(Stage.get(told)).isEqualTo("paused");
  }

  @Test
  void showsTheTermOfALocalValue() throws Exception {
    Term term =
        stage.run(self -> {
          self.send(self.pid(), new Deposit("anna", 100));
          return self.receive();
        });
    assertThat(term).isEqualTo(Tuple.of(Atom.of("deposit"), Binary.of("anna"), Int.of(100)));
  }

  @Test
  void matchesATypeByTheTermAndNotByTheClass() throws Exception {
    Deposit deposit =
        stage.run(self -> {
          self.send(self.pid(), Tuple.of(Atom.of("deposit"), Binary.of("ben"), Int.of(20)));
          return self.receive(Deposit.class);
        });
    assertThat(deposit).isEqualTo(new Deposit("ben", 20));
  }

  @Test
  void keepsTheOrderOfOneSender() throws Exception {
    int messages = 10_000;
    CompletableFuture<List<Integer>> got = new CompletableFuture<>();
    Pid sink =
        stage.processes.spawn(self -> {
          List<Integer> numbers = new ArrayList<>();
          while (numbers.size() < messages) {
            numbers.add(self.receive(Integer.class));
          }
          got.complete(numbers);
        });
    stage.run(self -> {
      for (int i = 0; i < messages; i++) {
        self.send(sink, i);
      }
      return "sent";
    });
    assertThat(Stage.get(got)).hasSize(messages).isSorted();
  }

  @Test
  void leavesWhatDoesNotMatchInOrder() throws Exception {
    List<Object> got =
        stage.run(self -> {
          self.send(self.pid(), new Other(1));
          self.send(self.pid(), new Numbered(2));
          self.send(self.pid(), new Other(3));
          self.send(self.pid(), new Numbered(4));
          return List.of(
              self.receive(Pattern.of(Numbered.class).where(m -> m.n() == 4)),
              self.receive(Numbered.class),
              self.receive(Other.class),
              self.receive(Pattern.term()));
        });
    assertThat(got)
        .containsExactly(
            new Numbered(4), new Numbered(2), new Other(1), Tuple.of(Atom.of("other"), Int.of(3)));
  }

  @Test
  void asksAConditionOncePerMessageHoweverOftenItWakes() throws Exception {
    var asked = new ArrayList<Integer>();
    int wanted = 50;
    var waiting = new CompletableFuture<Pid>();
    var done =
        stage.start(self -> {
          waiting.complete(self.pid());
          return self.receive(
              Pattern.of(Numbered.class)
                  .where(m -> {
                    asked.add(m.n());
                    return m.n() == wanted;
                  }));
        });
    Pid receiver = Stage.get(waiting);
    for (int i = 0; i <= wanted; i++) {
      stage.processes.send(receiver, new Numbered(i));
      int sent = i;
      // One by one, so that the receiver wakes for each.
      Stage.await(() -> asked.size() > sent || done.isDone());
    }
    Stage.get(done);
    assertThat(asked).hasSize(wanted + 1).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void givesUpAfterTheTimeout() throws Exception {
    Optional<Numbered> none =
        stage.run(self -> {
          self.send(self.pid(), new Other(1));
          return self.receive(Numbered.class, Duration.ofMillis(20));
        });
    assertThat(none).isEmpty();
  }

  @Test
  void looksOnlyAtWhatIsThereWithATimeoutOfZero() throws Exception {
    List<Optional<Term>> got =
        stage.run(self -> {
          self.send(self.pid(), Int.of(1));
          return List.of(self.receive(Duration.ZERO), self.receive(Duration.ZERO));
        });
    assertThat(got).containsExactly(Optional.of(Int.of(1)), Optional.empty());
  }

  @Test
  void aMessageInTimeWins() throws Exception {
    var waiting = new CompletableFuture<Pid>();
    var got =
        stage.start(self -> {
          waiting.complete(self.pid());
          return self.receive(Numbered.class, Duration.ofDays(1_000_000));
        });
    stage.processes.send(Stage.get(waiting), new Numbered(1));
    assertThat(Stage.get(got)).contains(new Numbered(1));
  }

  @Test
  void refusesWhatHasNoTermFormAlsoForALocalReceiver() throws Exception {
    stage.run(self -> {
      assertThatExceptionOfType(UnmappableException.class)
          .isThrownBy(() -> self.send(self.pid(), new CountDownLatch(1)));
      assertThatExceptionOfType(UnmappableException.class)
          .isThrownBy(() -> self.trySend("nobody", new Thread()));
      assertThat(self.receive(Duration.ZERO)).isEmpty();
      return "refused";
    });
  }

  @Test
  void copiesWhatTheSenderCouldStillChange() throws Exception {
    Held held =
        stage.run(self -> {
          List<Integer> numbers = new ArrayList<>(List.of(1, 2));
          self.send(self.pid(), new Held(numbers));
          numbers.add(3);
          return self.receive(Held.class);
        });
    assertThat(held).isEqualTo(new Held(List.of(1, 2)));
  }

  @Test
  void handsOverAnImmutableValueItselfUnlessEncoding() throws Exception {
    Deposit sent = new Deposit("anna", 1);
    Deposit got =
        stage.run(self -> {
          self.send(self.pid(), sent);
          return self.receive(Deposit.class);
        });
    assertThat(got).isEqualTo(sent);
    if (encodeLocal) {
      assertThat(got).isNotSameAs(sent);
    } else {
      assertThat(got).isSameAs(sent);
    }
  }

  @Test
  void dropsWhatNobodyGetsAndCountsIt() throws Exception {
    stage.run(self -> {
      Pid gone = self.spawn(_ -> {});
      self.monitor(gone);
      self.receive(Down.class);
      self.send(gone, "too late");
      self.send("nobody", "hello");
      self.send(self.pid(), "never received");
      return "sent";
    });
    Stage.await(() -> stage.processes.snapshot().processes() == 0);
    assertThat(stage.dropped(Dropped.NO_PROCESS)).isEqualTo(1);
    assertThat(stage.dropped(Dropped.NO_NAME)).isEqualTo(1);
    assertThat(stage.dropped(Dropped.NEVER_RECEIVED)).isEqualTo(1);
    assertThat(stage.processes.snapshot().droppedTotal()).isEqualTo(3);
    assertThat(stage.processes.snapshot().sent()).isEqualTo(3);
  }

  @Test
  void theHandleIsOfNoUseToOtherThreads() throws Exception {
    Self handle = stage.run(self -> self);
    assertThatIllegalStateException().isThrownBy(handle::pid).withMessageContaining("own thread");
    stage.run(_ -> {
      assertThatIllegalStateException().isThrownBy(() -> handle.send("x", 1));
      return "refused";
    });
  }

  @Test
  void aConditionMayNotReceiveItself() throws Exception {
    stage.run(self -> {
      self.send(self.pid(), 1);
      assertThatIllegalStateException()
          .isThrownBy(() -> self.receive(Pattern.term(_ -> self.receive() != null)));
      assertThat(self.receive(Integer.class)).isEqualTo(1);
      return "refused";
    });
  }

  @Test
  void anInterruptOfSomebodyElseDoesNotDisturbAReceive() throws Exception {
    var thread = new CompletableFuture<Thread>();
    var pid = new CompletableFuture<Pid>();
    var interrupted =
        stage.start(self -> {
          thread.complete(Thread.currentThread());
          pid.complete(self.pid());
          self.receive(Integer.class);
          return Thread.interrupted();
        });
    Stage.awaitBlocked(Stage.get(thread));
    Stage.get(thread).interrupt();
    Stage.awaitBlocked(Stage.get(thread));
    stage.processes.send(Stage.get(pid), 1);
    assertThat(Stage.get(interrupted)).as("left for the body to see").isTrue();
  }

  @Test
  void aThreadBearsTheNameOfItsProcess() throws Exception {
    List<String> names =
        stage.run(self -> {
          self.register("till");
          String registered = Thread.currentThread().getName();
          self.unregister("till");
          return List.of(registered, Thread.currentThread().getName());
        });
    assertThat(names).containsExactly("till", "");
  }
}
