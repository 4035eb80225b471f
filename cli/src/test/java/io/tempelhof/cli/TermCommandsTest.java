package io.tempelhof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.epmd.PrivatePort;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// call, send and attach, as they are typed, against one living node.
class TermCommandsTest {
  private static final String COOKIE = "term-commands";
  private static final String EPMD_PORT = Integer.toString(PrivatePort.choose());
  private static final BlockingQueue<Term> HEARD = new LinkedBlockingQueue<>();
  private static final AtomicLong SUMS = new AtomicLong();
  private static Node node;
  private static Pid listener;

  @BeforeAll
  static void start() throws NodeStartException {
    node =
        Node.start(
            NodeOptions.of("terms@127.0.0.1")
                .withCookie(new Cookie(COOKIE))
                .withEpmdPort(Integer.parseInt(EPMD_PORT)));
    node.spawn(Echo.NAME, new Echo());
    node.exports().function("maths", "sum", Long.class, Long.class, TermCommandsTest::sum);
    listener =
        node.spawn(
            "listener",
            self -> {
              while (true) {
                HEARD.add(self.receive());
              }
            });
  }

  private static long sum(long a, long b) {
    SUMS.incrementAndGet();
    return a + b;
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Ran tempelhof(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("--cookie", COOKIE, "--epmd-port", EPMD_PORT));
    return Ran.tempelhof(all.toArray(String[]::new));
  }

  private static Ran attached(String... lines) {
    InputStream before = System.in;
    System.setIn(
        new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    try {
      return tempelhof("attach", "terms@127.0.0.1");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aCallPrintsTheValueAsATerm() {
    assertThat(tempelhof("call", "terms@127.0.0.1", "erlang", "node"))
        .isEqualTo(new Ran(0, "'terms@127.0.0.1'\n", ""));
    Ran alive =
        tempelhof("call", "terms@127.0.0.1", "erlang", "is_process_alive", listener.toString());
    assertThat(alive).isEqualTo(new Ran(0, "true\n", ""));
    assertThat(tempelhof("call", "terms@127.0.0.1", "erlang", "whereis", "listener").out())
        .as("a pid of the node asked is printed as it prints it")
        .isEqualTo(listener + "\n");
    assertThat(tempelhof("call", "terms@127.0.0.1", "maths", "sum", "--", "40", "-2").out())
        .isEqualTo("38\n");
  }

  @Test
  void aCallThatFailsIsOneLineAndNo() {
    Ran undefined = tempelhof("call", "terms@127.0.0.1", "no", "such", "[1]");
    assertThat(undefined.ended(ExitCode.NOT_SO)).as(undefined.toString()).isTrue();
    assertThat(undefined.err().lines()).hasSize(1);
    assertThat(undefined.err()).contains("undef");
    Ran unwritten = tempelhof("call", "terms@127.0.0.1", "erlang", "whereis", "{a");
    assertThat(unwritten.ended(ExitCode.USAGE)).as(unwritten.toString()).isTrue();
    assertThat(unwritten.err()).contains("argument 1: the text ends where \"}\" is missing");
    Ran nobody = tempelhof("call", "nobody@127.0.0.1", "erlang", "node");
    assertThat(nobody.ended(ExitCode.UNAVAILABLE)).as(nobody.toString()).isTrue();
    assertThat(nobody.err().lines()).hasSize(1);
  }

  @Test
  void aMessageHasArrivedWhenThatIsSaid() throws InterruptedException {
    assertThat(tempelhof("send", "terms@127.0.0.1", "listener", "{by_name,\"a\"}"))
        .isEqualTo(new Ran(0, "sent\n", ""));
    assertThat(HEARD.poll(5, TimeUnit.SECONDS)).hasToString("{by_name,\"a\"}");
    assertThat(tempelhof("send", "terms@127.0.0.1", listener.toString(), "#{by => pid}").out())
        .isEqualTo("sent\n");
    assertThat(HEARD.poll(5, TimeUnit.SECONDS)).hasToString("#{by => pid}");
  }

  @Test
  void aMessageForNobodyIsSaidToBeSo() {
    Ran none = tempelhof("send", "terms@127.0.0.1", "nobody", "hello");
    assertThat(none.ended(ExitCode.NOT_SO)).as(none.toString()).isTrue();
    assertThat(none.err()).contains("there is no process nobody on terms@127.0.0.1");
    Ran nowhere = tempelhof("send", "nobody@127.0.0.1", "listener", "hello");
    assertThat(nowhere.ended(ExitCode.UNAVAILABLE)).as(nowhere.toString()).isTrue();
  }

  @Test
  void anAttachedShellSendsReceivesCallsAndInspects() {
    Ran ran =
        attached(
            "Me = self().",
            "echo ! {Me, hello}.",
            "X = receive",
            "Y = maths:sum(40, 2).",
            "{ok, Y}",
            "inspect(listener)",
            "flush",
            "quit",
            "never_reached");
    assertThat(ran.code()).as(ran.toString()).isZero();
    List<String> lines = ran.out().lines().toList();
    assertThat(lines.get(0)).matches("<attach-[0-9a-f]+@127\\.0\\.0\\.1\\.[0-9]+\\.0>");
    assertThat(lines.get(1)).isEqualTo("{" + lines.get(0) + ",hello}");
    assertThat(lines.get(2)).matches("\\{<0\\.[0-9]+\\.0>,hello}");
    assertThat(lines.get(4)).isEqualTo("{ok,42}");
    assertThat(ran.out()).contains("message_queue_len  0", "registered_name    listener");
    assertThat(lines.getLast()).isEqualTo("nothing has come");
  }

  @Test
  void callsStandWhereverATermMayStandInALineOfTheShell() {
    Ran ran =
        attached(
            "maths:sum(maths:sum(1, 2), 3)",
            "{sum, [maths:sum(40, 2) | [x]], #{node() => self()}}",
            "Who = whereis(listener)",
            "is_process_alive(Who)",
            "whereis(listener) ! {sent_to, node()}",
            "inspect(whereis(listener))",
            "echo ! {self(), {nested, maths:sum(1, 1)}}",
            "receive");
    assertThat(ran.code()).as(ran.toString()).isZero();
    List<String> lines = ran.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("6");
    assertThat(lines.get(1)).startsWith("{sum,[42,x],#{'terms@127.0.0.1' => <attach-");
    assertThat(lines.get(2)).isEqualTo(listener.toString());
    assertThat(lines.get(3)).isEqualTo("true");
    assertThat(lines.get(4)).isEqualTo("{sent_to,'terms@127.0.0.1'}");
    assertThat(ran.out()).contains("registered_name    listener");
    assertThat(lines.getLast()).contains("{nested,2}");
  }

  @Test
  void aLineThatIsHalfWrongCallsNothing() {
    long before = SUMS.get();
    assertThat(attached("{maths:sum(1, 1), ").out()).startsWith("** a term is missing");
    assertThat(attached("{maths:sum(1, 1), Unbound}").out())
        .startsWith("** variable Unbound is unbound");
    assertThat(SUMS).hasValue(before);
    assertThat(attached("{maths:sum(1, 1), maths:sum(a, 1)}").out())
        .startsWith("** maths:sum/2 on terms@127.0.0.1: it raised");
    assertThat(SUMS).as("up to the one that failed").hasValue(before + 1);
  }

  @Test
  void helpSaysWhatCanBeTyped() {
    assertThat(attached("help").out())
        .contains("calls may stand in it wherever a term may", "innermost first", "To ! Message");
  }

  @Test
  void aScriptOfTheShellEndsAtTheFirstLineThatFails() {
    Ran wrong = attached("maths:sum(1, 2)", "maths:sum(1,", "never_reached");
    assertThat(wrong.ended(ExitCode.NOT_SO)).as(wrong.toString()).isTrue();
    assertThat(wrong.out()).isEqualTo("3\n** a term is missing at character 13\n");
    assertThat(attached("X").out()).startsWith("** variable X is unbound");
    assertThat(attached("maths:sum(a, b)").out())
        .startsWith("** maths:sum/2 on terms@127.0.0.1: it raised");
    assertThat(attached("receive 10").out()).isEqualTo("** nothing came within 10 ms\n");
  }

  @Test
  void attachNeedsALivingNode() {
    Ran none = tempelhof("attach", "nobody@127.0.0.1");
    assertThat(none.ended(ExitCode.UNAVAILABLE)).as(none.toString()).isTrue();
    assertThat(none.err().lines()).hasSize(1);
  }

  @Test
  void completionKnowsEveryCommand() {
    Ran bash = Ran.tempelhof("completion", "bash");
    assertThat(bash.code()).isZero();
    assertThat(bash.out()).contains("attach", "--allow-control", "complete -F");
    assertThat(Ran.tempelhof("completion", "zsh").out()).contains("bashcompinit");
    assertThat(Ran.tempelhof("completion", "fish").ended(ExitCode.USAGE)).isTrue();
  }
}
