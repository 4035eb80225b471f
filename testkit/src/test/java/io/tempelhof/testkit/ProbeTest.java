package io.tempelhof.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.Options;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Remote;
import io.tempelhof.runtime.server.Server;
import io.tempelhof.runtime.server.ServerRef;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  record Deposit(String account, long amount) {}

  record Report(Pid to) {}

  record Sum(long amount) {}

  private final Processes processes =
      new Processes(NodeName.of("here@localhost"), 1, Remote.NONE, Options.DEFAULT);
  private final Probe probe = Probe.on(processes);

  @AfterEach
  void close() {
    processes.close();
  }

  private void awaitMessages(int count) {
    Eventually.equal("messages of the probe", count, () -> probe.messages().size());
  }

  private Pid till() {
    return processes.spawn(
        "till",
        self -> {
          long sum = 0;
          while (true) {
            var got = self.receive(Pattern.term());
            var deposit = Pattern.of(Deposit.class).matching(got);
            if (deposit.isPresent()) {
              sum += deposit.get().amount();
            } else {
              self.send(Pattern.of(Report.class).matching(got).orElseThrow().to(), new Sum(sum));
            }
          }
        });
  }

  @Test
  void sendsAndGetsTheAnswer() {
    till();
    probe.send("till", new Deposit("anna", 10));
    probe.send("till", new Deposit("anna", 20));
    probe.send("till", new Report(probe.pid()));
    assertThat(probe.expect(Sum.class)).isEqualTo(new Sum(30));
    probe.expectNothing();
  }

  @Test
  void anotherMessageThanTheExpectedFailsAtOnceAndSaysWhatThereIs() {
    probe.send(probe.pid(), new Sum(1));
    probe.send(probe.pid(), new Sum(2));
    probe.send(probe.pid(), new Deposit("anna", 3));
    awaitMessages(3);
    probe.expectEqual(new Sum(1));
    assertThatThrownBy(() -> probe.expect(Deposit.class, Duration.ofDays(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            expected as the next message: Deposit, but that is {sum,2}
              at probe %s on here@localhost
              in its mailbox:
                {sum,2}
                {deposit,<<"anna">>,3}
              taken before:
                {sum,1}\
            """
                .formatted(probe.pid()));
    assertThatThrownBy(() -> probe.expectEqual(new Sum(7)))
        .hasMessageStartingWith("expected as the next message: {sum,7}, but that is {sum,2}\n");
  }

  @Test
  void aMessageThatDoesNotComeFailsInTheEnd() {
    assertThatThrownBy(() -> probe.expect(Sum.class, SHORT))
        .hasMessage(
            """
            expected as the next message: Sum, within 20 ms
              at probe %s on here@localhost
              in its mailbox: nothing\
            """
                .formatted(probe.pid()));
    Pattern<Sum> large = Pattern.of(Sum.class).where(sum -> sum.amount() > 100);
    probe.send(probe.pid(), new Sum(1));
    awaitMessages(1);
    assertThatThrownBy(() -> probe.fish(large, SHORT))
        .hasMessageStartingWith("expected: Sum that meets a condition, within 20 ms\n")
        .hasMessageContaining("in its mailbox:\n    {sum,1}");
  }

  @Test
  void fishingLeavesTheOthersWhereTheyAre() {
    probe.send(probe.pid(), new Sum(1));
    probe.send(probe.pid(), new Deposit("anna", 2));
    probe.send(probe.pid(), new Sum(3));
    assertThat(probe.fish(Deposit.class).amount()).isEqualTo(2);
    assertThat(probe.fish(Pattern.of(Sum.class).where(s -> s.amount() > 1)).amount()).isEqualTo(3);
    assertThat(probe.expect(Sum.class).amount()).isEqualTo(1);
  }

  @Test
  void whatIsIgnoredIsNobodys() {
    probe.ignoring(Pattern.of(Deposit.class));
    probe.send(probe.pid(), new Deposit("anna", 2));
    probe.send(probe.pid(), new Sum(1));
    probe.expect(Sum.class);
    probe.expectNothing();
  }

  @Test
  void expectingNothingFailsAtTheFirstMessage() {
    processes.spawn(self -> self.send(probe.pid(), new Sum(1)));
    assertThatThrownBy(() -> probe.expectNothing(Duration.ofDays(1)))
        .hasMessageStartingWith("expected no message for 86400 s, but one came\n")
        .hasMessageContaining("{sum,1}");
    assertThatThrownBy(probe::expectNothing)
        .hasMessageStartingWith("expected no message, but there is one\n");
    probe.clear();
    probe.expectNothing(SHORT);
  }

  @Test
  void seesTheEndOfWhatItWatchesOrIsLinkedTo() {
    Pid watched = till();
    probe.monitor(watched);
    probe.link(watched);
    probe.send(probe.pid(), new Sum(1));
    probe.exit(watched, Atom.of("robbed"));
    assertThat(probe.expectDown(watched).reason()).isEqualTo(Atom.of("robbed"));
    assertThat(probe.expectExit(watched).reason()).isEqualTo(Atom.of("robbed"));
    assertThat(probe.expect(Sum.class).amount()).isEqualTo(1);
    assertThat(probe.expectDown(probe.monitor(watched)).reason()).isEqualTo(ExitReason.NOPROC);
  }

  @Test
  void codeRunsInItsProcessAndTheAnswerToACallIsNoMessage() {
    Server<Term> echo =
        new Server<>() {
          @Override
          public Object handleCall(Term request, From from) {
            return request;
          }
        };
    Pid server = probe.run(self -> Server.of(Term.class, _ -> echo).start(self));
    probe.send(probe.pid(), new Sum(1));
    Term answer = probe.run(self -> ServerRef.to(Term.class, server).ask(self, Atom.of("hello")));
    assertThat(answer).isEqualTo(Atom.of("hello"));
    Pid where = probe.run(self -> self.pid());
    assertThat(where).isEqualTo(probe.pid());
    probe.expectEqual(new Sum(1));
    probe.expectNothing();
  }

  @Test
  void codeThatFailsFailsTheTestWithWhatItThrew() {
    var boom = new IllegalArgumentException("boom");
    assertThatThrownBy(() -> probe.run(_ -> fail(boom))).isSameAs(boom);
    var io = new IOException("disk");
    assertThatThrownBy(() -> InProcess.run(processes, _ -> fail(io)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("the code of the test threw java.io.IOException: disk")
        .hasCause(io);
    assertThatThrownBy(() -> InProcess.run(processes, self -> self.exit(Atom.of("bye"))))
        .isInstanceOf(AssertionError.class)
        .hasMessage("the code of the test ended its process: exit reason bye");
    assertThatThrownBy(
            () -> InProcess.run(processes, SHORT, self -> self.receive(Sum.class).amount()))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("the code of the test has no end within 20 ms: process <0.")
        .hasMessageContaining("WAITING");
    assertThat(boom.getSuppressed()).as("says where the test stood").hasSize(1);
    probe.expectNothing();
  }

  private static <E extends Exception> Object fail(E e) throws E {
    throw e;
  }

  @Test
  void aProbeThatHasEndedSaysSo() {
    processes.spawn(self -> self.exit(probe.pid(), Atom.of("kill")));
    assertThatThrownBy(() -> probe.expect(Sum.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("which has ended: killed");
    assertThatThrownBy(() -> probe.run(self -> self.pid()))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("the probe can do nothing any more\n");
    assertThatThrownBy(probe::expectNothing).hasMessageContaining("none can come");
  }

  @Test
  void aClosedProbeIsGoneAndItsNameIsFree() {
    try (Probe named = Probe.on(processes, "clerk")) {
      assertThat(processes.whereis("clerk")).contains(named.pid());
    }
    assertThat(processes.whereis("clerk")).isEmpty();
    probe.close();
    assertThat(processes.list()).isEmpty();
  }

  @Test
  void aVeryFullProbeShowsTheFirstMessagesAndCountsTheOthers() {
    for (int i = 0; i < 30; i++) {
      probe.send(probe.pid(), new Sum(i));
    }
    awaitMessages(30);
    assertThatThrownBy(() -> probe.expect(Deposit.class))
        .hasMessageContaining("{sum,19}\n    ... and 10 more")
        .hasMessageNotContaining("{sum,20}");
    assertThat(probe.messages().stream().map(m -> Pattern.of(Sum.class).matching(m).orElseThrow()))
        .hasSize(30);
  }

  @Test
  void nothingOfProcessesThatAreClosedIsLeft() {
    var timer = processes.sendAfter(Duration.ofHours(1), probe.pid(), new Sum(1));
    assertThat(timer.left()).isPresent();
    processes.close();
    Eventually.holds("no process", () -> processes.list().isEmpty());
    Eventually.equal("threads of timers", Set.of(), ProbeTest::timers);
  }

  private static Set<String> timers() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("timers of here@localhost"))
        .collect(Collectors.toSet());
  }
}
