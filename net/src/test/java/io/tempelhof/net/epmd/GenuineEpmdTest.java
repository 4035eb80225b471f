package io.tempelhof.net.epmd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.net.GenuineErl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Against the EPMD and the nodes of an Erlang installation.
class GenuineEpmdTest {
  @RegisterExtension static final Loops LOOPS = new Loops();

  private int port;
  private EpmdClient client;

  @BeforeEach
  void choosePort() throws Exception {
    GenuineErl.assumeInstalled("erl");
    GenuineErl.assumeInstalled("epmd");
    port = PrivatePort.choose();
    client = new EpmdClient(LOOPS.group(), port);
  }

  @Test
  void registersWithAGenuineEpmdAndTakesOverWhenItGoes() throws Exception {
    Process epmd = genuineEpmd();
    EpmdPresence presence = presence("we");
    try {
      assertThat(Loops.await(presence.start())).isNotZero();
      assertThat(Loops.await(client.lookup(Loops.LOOPBACK, "we", Loops.TIMEOUT)))
          .contains(EpmdEntry.of("we", 4711));
      assertThat(Loops.await(client.lookup(Loops.LOOPBACK, "you", Loops.TIMEOUT))).isEmpty();
      assertThat(Loops.await(client.names(Loops.LOOPBACK, Loops.TIMEOUT)).nodes())
          .containsExactly(new EpmdReply.Listed.Node("we", 4711));
    } finally {
      epmd.destroyForcibly().waitFor();
    }
    Loops.until("an EPMD is there again and knows us", () -> isKnown(Loops.LOOPBACK));
    Loops.await(presence.close());
  }

  @Test
  void isKnownOnceWhereOneGenuineEpmdListensEverywhere() throws Exception {
    InetAddress own = InetAddress.getByAddress(new byte[] {127, 0, 1, 1});
    Process epmd = genuineEpmd("-address", "127.0.1.1");
    EpmdPresence presence =
        new EpmdPresence(LOOPS.group(), port, own, EpmdEntry.of("we", 4711), new Random(1));
    try {
      Loops.await(presence.start());
      assertThat(Loops.await(client.lookup(own, "we", Loops.TIMEOUT))).isPresent();
    } finally {
      epmd.destroyForcibly().waitFor();
    }
    for (InetAddress address : List.of(Loops.LOOPBACK, own)) {
      Loops.until("we are known again at " + address, () -> isKnown(address));
    }
    Loops.await(presence.close());
  }

  @Test
  void isRefusedByAGenuineEpmdThatKnowsTheName() throws Exception {
    Process epmd = genuineEpmd();
    EpmdPresence first = presence("we");
    EpmdPresence second = presence("we");
    try {
      Loops.await(first.start());
      assertThat(second.start().handle((creation, failure) -> failure).get(20, TimeUnit.SECONDS))
          .hasMessageContaining("registered on this host already");
    } finally {
      Loops.await(first.close());
      epmd.destroyForcibly().waitFor();
    }
  }

  @Test
  void servesAGenuineNode() throws Exception {
    EpmdPresence presence = presence("we");
    Loops.await(presence.start());
    try (GenuineErl erl = new GenuineErl("genuine@127.0.0.1", "c", port)) {
      EpmdEntry entry =
          Loops.await(client.lookup(Loops.LOOPBACK, "genuine", Loops.TIMEOUT)).orElseThrow();
      assertThat(entry.type()).isEqualTo(EpmdEntry.VISIBLE);
      assertThat(entry.isCompatible()).isTrue();
      assertThat(erl.eval("erl_epmd:port_please(\"we\", {127,0,0,1})")).isEqualTo("{port,4711,6}");
      assertThat(erl.eval("erl_epmd:port_please(\"nobody\", {127,0,0,1})")).isEqualTo("noport");
      assertThat(erl.eval("{ok, L} = erl_epmd:names({127,0,0,1}), lists:sort(L)"))
          .isEqualTo("[{\"genuine\",%d},{\"we\",4711}]".formatted(entry.port()));
      assertThat(erl.eval("erlang:system_info(creation) > 3")).isEqualTo("true");
    }
    Loops.until(
        "the dead node is forgotten",
        () -> Loops.await(client.lookup(Loops.LOOPBACK, "genuine", Loops.TIMEOUT)).isEmpty());
    Loops.await(presence.close());
  }

  @Test
  void refusesAGenuineNodeWhoseNameIsTaken() throws Exception {
    EpmdPresence presence = presence("we");
    Loops.await(presence.start());
    ProcessBuilder twin =
        new ProcessBuilder(
            "erl",
            "-noshell",
            "-start_epmd",
            "false",
            "-name",
            "we@127.0.0.1",
            "-s",
            "init",
            "stop");
    twin.environment().put("ERL_EPMD_PORT", String.valueOf(port));
    twin.environment().put("ERL_CRASH_DUMP_SECONDS", "0");
    assertThat(output(twin)).contains("the name we@127.0.0.1 seems to be in use");
    Loops.await(presence.close());
  }

  @Test
  void answersTheCommandLineOfAGenuineEpmd() throws Exception {
    EpmdPresence presence = presence("we");
    Loops.await(presence.start());
    assertThat(epmdCommand("-names"))
        .contains("up and running on port " + port)
        .contains("name we at port 4711");
    assertThat(epmdCommand("-kill")).doesNotContain("Killed");
    assertThat(epmdCommand("-names")).contains("name we at port 4711");
    Loops.await(presence.close());
  }

  private boolean isKnown(InetAddress address) throws Exception {
    return Loops.await(
        client
            .lookup(address, "we", Loops.TIMEOUT)
            .handle((found, failure) -> found != null && found.isPresent()));
  }

  private EpmdPresence presence(String name) {
    return new EpmdPresence(
        LOOPS.group(), port, Loops.LOOPBACK, EpmdEntry.of(name, 4711), new Random(1));
  }

  private Process genuineEpmd(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("epmd", "-port", String.valueOf(port)));
    command.addAll(options.length == 0 ? List.of("-address", "127.0.0.1") : List.of(options));
    Process epmd =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Loops.until("epmd listens", this::isListening);
    return epmd;
  }

  private boolean isListening() {
    try (Socket socket = new Socket(Loops.LOOPBACK, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private String epmdCommand(String command) throws Exception {
    return output(new ProcessBuilder("epmd", "-port", String.valueOf(port), command));
  }

  private static String output(ProcessBuilder builder) throws Exception {
    try (var output = builder.redirectErrorStream(true).start().getInputStream()) {
      return new String(output.readAllBytes(), UTF_8);
    }
  }
}
