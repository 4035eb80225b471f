package io.tempelhof.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.examples.auction.Auction;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.epmd.PrivatePort;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs run, and the docs show them as they are.
class ExamplesTest {
  private static final String HOUSE = "house@127.0.0.1";
  private static final String LEDGER = "ledger@127.0.0.1";
  private static final String HALL = "hall@127.0.0.1";
  private static final List<String> RESULT =
      List.of(
          "clock: sold to anna for 40",
          "vase: sold to anna for 41",
          "lamp: sold to anna for 41",
          "the ledger has 3 sales, 122 in all");
  private static final boolean ERLANG = installed("erl");
  private static final boolean ELIXIR = installed("elixir");

  private final int epmdPort = PrivatePort.choose();

  @Test
  void aMessageGoesThereAndBackBetweenTwoNodes() throws Exception {
    assertThat(run(Hello.class)).containsExactly("Hello, Paris!");
  }

  @Test
  void aBankKeepsAccountsUntilItIsRobbed() throws Exception {
    assertThat(run(Bank.class)).containsExactly("anna has 120", "the bank is robbed");
  }

  @Test
  void aBallIsThrownBetweenTwoNodes() throws Exception {
    assertThat(run(PingPong.class))
        .containsExactly("the ball was thrown 10 times", "the partner went: <<\"home\">>");
  }

  @Test
  void aClerkFallsAndTheMoneyIsStillThere() throws Exception {
    assertThat(run(SupervisedBank.class)).contains("ENDED; anna has 120");
  }

  @Test
  void aPoolAnswersEveryJob() throws Exception {
    assertThat(run(WorkerPool.class)).containsExactly("[3, 5, 3, 5]");
  }

  @Test
  void elixirAsksAServerInJava() throws Exception {
    assumeThat(ELIXIR).as("no elixir found").isTrue();
    try (Program server = Program.java(epmdPort, CounterServer.class)) {
      server.awaitLine("the counter is ready");
      try (Program client = elixir("client@127.0.0.1", "counter_client.exs")) {
        assertThat(client.end())
            .containsExactly("the counter stands at 42", "its state is 42", "and is stopped");
      }
      assertThat(server.end())
          .containsExactly("the counter is ready", "the counter was stopped: normal");
    }
  }

  @Test
  void javaAsksAServerInErlang(@TempDir Path beams) throws Exception {
    assumeThat(ERLANG).as("no erl found").isTrue();
    try (Node _ = epmd()) {
      String store = "src/main/erlang/store.erl";
      try (Program compiler =
          Program.start(epmdPort, List.of("erlc", "-o", beams.toString(), store))) {
        compiler.end();
      }
      try (Program erlang = erlang(beams)) {
        erlang.awaitLine("the store is open");
        assertThat(run(ErlangClient.class, "erl@127.0.0.1"))
            .contains("blue, then green, then ENDED");
      }
    }
  }

  private Program erlang(Path beams) throws IOException {
    List<String> command = new ArrayList<>(List.of("erl", "-noshell", "-start_epmd", "false"));
    command.addAll(List.of("-name", "erl@127.0.0.1", "-setcookie", Program.COOKIE));
    command.addAll(List.of("-pa", beams.toString(), "-s", "store"));
    return Program.start(epmdPort, command);
  }

  private Program elixir(String name, String script) throws IOException {
    return Program.start(
        epmdPort,
        List.of(
            "elixir",
            "--erl",
            "-start_epmd false",
            "--name",
            name,
            "--cookie",
            Program.COOKIE,
            "src/main/elixir/" + script));
  }

  @Test
  void anAuctionOnOneNode(@TempDir Path folder) throws Exception {
    String all = "all@127.0.0.1";
    assertThat(auction(places(folder, all, all, all), all)).containsAll(RESULT);
  }

  @Test
  void theSameAuctionOnThreeJvms(@TempDir Path folder) throws Exception {
    String places = places(folder, HOUSE, LEDGER, HALL);
    try (Node _ = epmd();
        Program house = Program.java(epmdPort, Auction.class, places, HOUSE);
        Program ledger = Program.java(epmdPort, Auction.class, places, LEDGER)) {
      assertThat(auction(places, HALL)).containsAll(RESULT);
      ledger.end();
      house.end();
    }
  }

  @Test
  void theSameAuctionWithItsLedgerInElixir(@TempDir Path folder) throws Exception {
    assumeThat(ELIXIR).as("no elixir found").isTrue();
    String places = places(folder, HOUSE, LEDGER, HALL);
    try (Node _ = epmd();
        Program ledger = elixir(LEDGER, "ledger.exs");
        Program house = Program.java(epmdPort, Auction.class, places, HOUSE)) {
      assertThat(auction(places, HALL)).containsAll(RESULT);
      assertThat(ledger.end()).contains("the ledger has 3 sales");
      house.end();
    }
  }

  private List<String> auction(String places, String hall) throws Exception {
    try (Program program = Program.java(epmdPort, Auction.class, places, hall)) {
      return program.end();
    }
  }

  private static String places(Path folder, String house, String ledger, String hall)
      throws IOException {
    Path file = folder.resolve("places.properties");
    Files.writeString(file, "house=" + house + "\nledger=" + ledger + "\nhall=" + hall + "\n");
    return file.toString();
  }

  @Test
  void theDocsShowThesePrograms() throws IOException {
    assertShown(Hello.class, "hello", "../README.md");
    assertShown(Bank.class, "bank", "../docs/getting-started.md");
    assertShown(SupervisedBank.class, "supervised", "../docs/behaviours.md");
    assertShown(CounterServer.class, "counter", "../docs/for-erlang-people.md");
    assertShown(ErlangClient.class, "store", "../docs/for-erlang-people.md");
    assertShown(WorkerPool.class, "pool", "../docs/for-akka-people.md");
  }

  private List<String> run(Class<?> program, String... arguments) throws Exception {
    try (Program running = Program.java(epmdPort, program, arguments)) {
      return running.end();
    }
  }

  /// Holds an EPMD for nodes that would otherwise leave one behind.
  private Node epmd() throws NodeStartException {
    return Node.start(
        NodeOptions.of("epmd@127.0.0.1")
            .withCookie(new Cookie(Program.COOKIE))
            .withEpmdPort(epmdPort));
  }

  private static void assertShown(Class<?> program, String mark, String doc) throws IOException {
    Path source = Path.of("src/main/java", program.getName().replace('.', '/') + ".java");
    String code = between(source, "// <" + mark + ">\n", "// </" + mark + ">");
    String shown = between(Path.of(doc), "<!-- " + mark + " -->", "<!-- /" + mark + " -->");
    assertThat(shown.strip()).isEqualTo("```java\n" + code.stripIndent().strip() + "\n```");
  }

  private static String between(Path file, String begin, String end) throws IOException {
    String text = Files.readString(file);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end);
    assertThat(to).as("%s has both marks", file).isGreaterThan(from);
    return text.substring(from, to);
  }

  private static boolean installed(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
