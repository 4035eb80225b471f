package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GenuineErlangTest {
  private final TestCluster cluster = new TestCluster();
  private final List<Process> started = new ArrayList<>();
  private Node berlin;

  @BeforeEach
  void start() {
    assumeTrue(isInstalled(), "erl is not installed: not tested with a genuine Erlang node");
    berlin = cluster.start("berlin");
  }

  private static boolean isInstalled() {
    try {
      new ProcessBuilder("erl", "-noshell", "-eval", "halt().").start().waitFor();
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (Process erlang : started) {
      erlang.destroyForcibly().waitFor();
    }
    cluster.close();
  }

  /// Starts an Erlang node that runs this expression and lives on until its input ends.
  private Process erlang(String cookie, String expression) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "erl",
                "-noshell",
                "-start_epmd",
                "false",
                "-name",
                "erl@127.0.0.1",
                "-setcookie",
                cookie,
                "-eval",
                expression)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("ERL_EPMD_PORT", String.valueOf(cluster.epmdPort()));
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static String output(Process process) throws Exception {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String line(Process process) throws IOException {
    return process.inputReader().readLine();
  }

  @Test
  void anErlangNodePings() throws Exception {
    Process erlang =
        erlang(
            TestCluster.COOKIE, "io:format(\"~p\", [net_adm:ping('berlin@127.0.0.1')]), halt().");
    assertThat(output(erlang)).isEqualTo("pong");
  }

  @Test
  void anErlangNodeWithAnotherCookieIsRefused() throws Exception {
    Process erlang =
        erlang("other", "io:format(\"~p\", [net_adm:ping('berlin@127.0.0.1')]), halt().");
    assertThat(output(erlang)).isEqualTo("pang");
    assertThat(berlin.status().count(Counter.REFUSED)).isEqualTo(1);
  }

  @Test
  void anErlangNodeIsPinged() throws Exception {
    assertThat(line(erlang(TestCluster.COOKIE, "io:format(\"up~n\")."))).isEqualTo("up");
    assertThat(berlin.ping(NodeName.of("erl@127.0.0.1")).get(20, TimeUnit.SECONDS))
        .isEqualTo(new Node.Ping(true, null, ""));
  }

  @Test
  void anErlangNodeWithAnotherCookieRefusesUs() throws Exception {
    assertThat(line(erlang("other", "io:format(\"up~n\")."))).isEqualTo("up");
    Node.Ping ping = berlin.ping(NodeName.of("erl@127.0.0.1")).get(20, TimeUnit.SECONDS);
    assertThat(ping.failure()).isEqualTo(DialFailure.WRONG_COOKIE);
  }

  @Test
  void messagesGoBothWays() throws Exception {
    CompletableFuture<Term> heard = new CompletableFuture<>();
    berlin.spawn(
        "echo",
        self -> {
          Tuple message = (Tuple) self.receive();
          heard.complete(message.at(1));
          self.send((Pid) message.at(0), Tuple.of(self.pid(), message.at(1)));
          self.receive();
        });
    Process erlang =
        erlang(
            TestCluster.COOKIE,
            "{echo, 'berlin@127.0.0.1'} ! {self(), [1.5, <<\"x\">>, #{a => {}}]},"
                + " receive {P, M} -> io:format(\"~p ~w\", [node(P), M]) end, halt().");
    assertThat(output(erlang)).isEqualTo("'berlin@127.0.0.1' [1.5,<<120>>,#{a => {}}]");
    assertThat(heard.get().toString()).isEqualTo("[1.5,<<\"x\">>,#{a => {}}]");
  }

  @Test
  void theEndOfAnErlangNodeFiresMonitors() throws Exception {
    assertThat(
            line(
                erlang(
                    TestCluster.COOKIE,
                    "register(r, self()), io:format(\"up~n\"), receive stop -> halt() end.")))
        .isEqualTo("up");
    CompletableFuture<Term> down = new CompletableFuture<>();
    berlin.spawn(self -> {
      NodeName erl = NodeName.of("erl@127.0.0.1");
      self.monitor("r", erl);
      self.send("r", erl, Atom.of("stop"));
      down.complete(self.receive());
    });
    assertThat(down.get(20, TimeUnit.SECONDS).toString())
        .matches("\\{'DOWN',.*,process,\\{r,'erl@127.0.0.1'},noconnection}");
  }
}
