package io.tempelhof.net.epmd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.net.epmd.EpmdException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EpmdPresenceTest {
  @RegisterExtension static final Loops LOOPS = new Loops();

  private final List<EpmdPresence> present = new ArrayList<>();
  private int port;
  private EpmdClient client;

  @BeforeEach
  void choosePort() throws Exception {
    port = PrivatePort.choose();
    client = new EpmdClient(LOOPS.group(), port);
  }

  @AfterEach
  void leave() throws Exception {
    for (EpmdPresence presence : present) {
      Loops.await(presence.close());
    }
  }

  @Test
  void startsAnEpmdWhereNoneRuns() throws Exception {
    int creation = Loops.await(presence("a", 1001).start());
    assertThat(creation).isNotZero();
    assertThat(Loops.await(client.lookup(Loops.LOOPBACK, "a", Loops.TIMEOUT)))
        .contains(EpmdEntry.of("a", 1001));
  }

  @Test
  void registersWithTheEpmdThatRuns() throws Exception {
    Loops.await(presence("a", 1001).start());
    Loops.await(presence("b", 1002).start());
    assertThat(names()).containsExactly("a", "b");
  }

  @Test
  void winsOrLosesTheRaceAndIsRegisteredEitherWay() throws Exception {
    List<CompletableFuture<Integer>> starts = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 10; i < 40; i++) {
      starts.add(presence("n" + i, 1000 + i).start());
      expected.add("n" + i);
    }
    for (CompletableFuture<Integer> start : starts) {
      Loops.await(start);
    }
    assertThat(names()).isEqualTo(expected);
  }

  @Test
  void takesOverWhenTheEpmdGoes() throws Exception {
    List<String> left = new ArrayList<>();
    for (int i = 10; i < 20; i++) {
      Loops.await(presence("n" + i, 1000 + i).start());
      left.add("n" + i);
    }
    while (present.size() > 7) {
      // The first one runs the EPMD at the beginning; later it may be any of them.
      Loops.await(present.removeFirst().close());
      left.removeFirst();
      Loops.until("all others are registered again", () -> names().equals(left));
    }
  }

  @Test
  void isKnownAtLoopbackAndAtItsOwnAddress() throws Exception {
    Loops.await(presence("a", 1001).start());
    InetAddress own = InetAddress.getByAddress(new byte[] {127, 0, 1, 1});
    EpmdPresence elsewhere =
        new EpmdPresence(LOOPS.group(), port, own, EpmdEntry.of("b", 1002), new Random(1002));
    present.addFirst(elsewhere);
    Loops.await(elsewhere.start());
    assertThat(names()).containsExactly("a", "b");
    Loops.until("b is known at its own address", () -> names(own).equals(List.of("b")));
    EpmdPresence third =
        new EpmdPresence(LOOPS.group(), port, own, EpmdEntry.of("c", 1003), new Random(1003));
    present.add(third);
    Loops.await(third.start());
    Loops.until("c is known there too", () -> names(own).equals(List.of("b", "c")));
    Loops.await(present.removeFirst().close());
    Loops.until("c takes over", () -> names(own).equals(List.of("c")));
    assertThat(names()).containsExactly("a", "c");
  }

  @Test
  void failsWhenTheNameIsTaken() throws Exception {
    Loops.await(presence("a", 1001).start());
    assertThatThrownBy(() -> Loops.await(presence("a", 1002).start()))
        .hasCauseInstanceOf(EpmdException.class)
        .hasMessageContaining("a node named a is registered on this host already")
        .extracting(e -> ((EpmdException) e.getCause()).kind())
        .isEqualTo(Kind.NAME_TAKEN);
    assertThat(Loops.await(client.lookup(Loops.LOOPBACK, "a", Loops.TIMEOUT)))
        .contains(EpmdEntry.of("a", 1001));
  }

  @Test
  void leavesItsNameFreeForTheNextIncarnation() throws Exception {
    Loops.await(presence("keeper", 1000).start());
    int last = 0;
    for (int i = 0; i < 5; i++) {
      EpmdPresence incarnation = presence("a", 1001);
      int creation = Loops.await(incarnation.start());
      assertThat(creation).isNotEqualTo(last);
      last = creation;
      Loops.await(incarnation.close());
    }
  }

  @Test
  void failsWhenSomethingElseListensThere() throws Exception {
    try (ServerSocket other = new ServerSocket(port, 10, Loops.LOOPBACK)) {
      Thread impostor = Thread.ofVirtual().start(() -> answerRubbish(other));
      assertThatThrownBy(() -> Loops.await(presence("a", 1001).start()))
          .hasMessageContaining("does not answer like EPMD")
          .extracting(e -> ((EpmdException) e.getCause()).kind())
          .isEqualTo(Kind.NO_ANSWER);
      other.close();
      impostor.join();
    }
  }

  @Test
  void saysWhetherNobodyListensOrNobodyAnswers() throws Exception {
    assertThatThrownBy(() -> Loops.await(client.lookup(Loops.LOOPBACK, "a", Loops.TIMEOUT)))
        .extracting(e -> ((EpmdException) e.getCause()).kind())
        .isEqualTo(Kind.REFUSED);
    try (ServerSocket silent = new ServerSocket(port, 10, Loops.LOOPBACK)) {
      assertThatThrownBy(
              () -> Loops.await(client.lookup(Loops.LOOPBACK, "a", Duration.ofMillis(100))))
          .extracting(e -> ((EpmdException) e.getCause()).kind())
          .isEqualTo(Kind.NO_ANSWER);
      assertThat(silent.isClosed()).isFalse();
    }
  }

  private static void answerRubbish(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write("220 mail ready\r\n".getBytes(US_ASCII));
      } catch (IOException e) {
        return;
      }
    }
  }

  private EpmdPresence presence(String name, int nodePort) {
    EpmdPresence presence =
        new EpmdPresence(
            LOOPS.group(),
            port,
            Loops.LOOPBACK,
            EpmdEntry.of(name, nodePort),
            new Random(nodePort));
    present.add(presence);
    return presence;
  }

  private List<String> names() throws Exception {
    return names(Loops.LOOPBACK);
  }

  /// The names EPMD lists, none while there is no EPMD.
  private List<String> names(InetAddress address) throws Exception {
    return Loops.await(
        client
            .names(address, Loops.TIMEOUT)
            .handle((listed, failure) ->
                listed == null
                    ? List.of()
                    : listed.nodes().stream().map(EpmdReply.Listed.Node::name).toList()));
  }
}
