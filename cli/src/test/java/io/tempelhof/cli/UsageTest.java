package io.tempelhof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

class UsageTest {
  static List<List<String>> misunderstood() {
    return List.of(
        List.of(),
        List.of("nonsense"),
        List.of("node"),
        List.of("node", "--name", "nohost"),
        List.of("node", "--name", "a@b@c"),
        List.of("node", "--name", "a@127.0.0.1", "--frobnicate"),
        List.of("node", "--name", "a@127.0.0.1", "--port", "65536"),
        List.of("node", "--name", "a@127.0.0.1", "--join", "nohost"),
        List.of("node", "--name", "a@127.0.0.1", "--advertise", "nowhere"),
        List.of("node", "--name", "a@127.0.0.1", "--idle", "0"),
        List.of("node", "--name", "a@127.0.0.1", "--cluster", ""),
        List.of("node", "--name", "a@127.0.0.1", "--cookie", ""),
        List.of("ping"),
        List.of("ping", "nohost"),
        List.of("ping", "a@127.0.0.1", "b@127.0.0.1"),
        List.of("lookup", "--via", "b@127.0.0.1"),
        List.of("node", "--name", "a@127.0.0.1", "--dashboard", "nowhere"),
        List.of("nodes", "--via", "nohost"),
        List.of("connections", "nohost"),
        List.of("top", "--rounds", "0"),
        List.of("events", "--for", "-1"),
        List.of("leave"),
        List.of("call", "a@127.0.0.1", "erlang"),
        List.of("call", "nohost", "erlang", "node"),
        List.of("send", "a@127.0.0.1", "echo"),
        List.of("attach"),
        List.of("completion", "fish"),
        List.of("demo", "--nodes", "0"),
        List.of("demo", "--nodes", "1"),
        List.of("demo", "--nodes", "many"),
        List.of("demo", "--jvms", "-1"),
        List.of("demo", "--for", "1"),
        List.of("demo", "--seed", "x"),
        List.of("demo", "--topology", "ring"),
        List.of("demo", "--topology", "mesh", "--nodes", "151"));
  }

  @ParameterizedTest
  @MethodSource
  void misunderstood(List<String> arguments) {
    Ran ran = Ran.tempelhof(arguments.toArray(String[]::new));
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(ran.err().lines()).as("one line, no stack").hasSize(1);
    assertThat(ran.err()).startsWith("tempelhof").contains("; ");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void aMistypedOptionIsPointedOut() {
    assertThat(Ran.tempelhof("demo", "--node", "20").err()).contains("did you mean", "--nodes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node",
        "ping",
        "lookup",
        "demo",
        "sim",
        "nodes",
        "status",
        "connections",
        "top",
        "events",
        "leave",
        "call",
        "send",
        "attach",
        "doctor",
        "config",
        "completion"
      })
  void everyCommandExplainsItselfAndItsVersion(String command) {
    Ran help = Ran.tempelhof(command, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("tempelhof " + command);
    Ran version = Ran.tempelhof(command, "--version");
    assertThat(version.code()).isZero();
    assertThat(version.out()).startsWith("tempelhof 0.").contains("Java 25");
  }

  @Test
  void theProgramListsItsCommandsAndExitCodes() {
    assertThat(Ran.tempelhof("--help").out())
        .contains("node", "ping", "lookup", "demo")
        .contains("69", "77");
  }

  @Command(name = "fails")
  private record Failing(Exception with) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw with;
    }
  }

  @Test
  void aFailureOfTheUsersIsOneLineAndABugIsAStack() {
    Ran failure =
        failing(new CommandFailure(ExitCode.REFUSED, "the thing: the reason; the remedy"));
    assertThat(failure.code()).isEqualTo(77);
    assertThat(failure.err().strip())
        .isEqualTo("tempelhof fails: the thing: the reason; the remedy");
    Ran bug = failing(new IllegalStateException("ours"));
    assertThat(bug.code()).isEqualTo(70);
    assertThat(bug.err()).contains("IllegalStateException: ours", "at io.tempelhof.cli.UsageTest");
  }

  private static Ran failing(Exception with) {
    StringWriter err = new StringWriter();
    int code =
        Tempelhof.commandLine()
            .addSubcommand(new Failing(with))
            .setErr(new PrintWriter(err, true))
            .execute("fails");
    return new Ran(code, "", err.toString());
  }
}
