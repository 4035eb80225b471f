package io.tempelhof.net.epmd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.net.epmd.EpmdReply.Listed;
import io.tempelhof.net.epmd.EpmdReply.Registered;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EpmdServerTest {
  @RegisterExtension static final Loops LOOPS = new Loops();

  private EpmdServer server;
  private EpmdClient client;

  @BeforeEach
  void start() throws Exception {
    server =
        Loops.await(EpmdServer.start(LOOPS.group().next(), Loops.LOOPBACK, 0, new Random(4369)));
    client = new EpmdClient(LOOPS.group(), server.port());
  }

  @AfterEach
  void stop() throws Exception {
    Loops.await(server.close());
  }

  @Test
  void knowsANodeAsLongAsItsConnectionLasts() throws Exception {
    EpmdEntry entry = new EpmdEntry("a", 4711, EpmdEntry.VISIBLE, 6, 5, "\0\u00ff extra");
    try (Socket node = connect()) {
      Registered registered = register(node, entry);
      assertThat(registered.accepted()).isTrue();
      assertThat(registered.creation()).isNotZero();
      assertThat(Loops.await(client.lookup(Loops.LOOPBACK, "a", Loops.TIMEOUT))).contains(entry);
      assertThat(Loops.await(client.lookup(Loops.LOOPBACK, "b", Loops.TIMEOUT))).isEmpty();
      assertThat(names()).isEqualTo(new Listed(server.port(), List.of(new Listed.Node("a", 4711))));
    }
    Loops.until("a is forgotten", () -> names().nodes().isEmpty());
  }

  @Test
  void refusesANameThatIsTaken() throws Exception {
    try (Socket first = connect();
        Socket second = connect()) {
      register(first, EpmdEntry.of("a", 1));
      assertThat(register(second, EpmdEntry.of("a", 2)).accepted()).isFalse();
      assertThat(second.getInputStream().read()).as("closed").isEqualTo(-1);
      assertThat(names().nodes()).containsExactly(new Listed.Node("a", 1));
    }
  }

  @Test
  void givesEveryIncarnationAnotherCreation() throws Exception {
    Set<Integer> creations = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      try (Socket node = connect()) {
        creations.add(register(node, EpmdEntry.of("a", 1)).creation());
      }
      Loops.until("a is forgotten", () -> names().nodes().isEmpty());
    }
    assertThat(creations).hasSize(20);
  }

  @Test
  void takesARequestInAnyPieces() throws Exception {
    try (Socket node = connect()) {
      node.setTcpNoDelay(true);
      for (byte b : new EpmdRequest.Register(EpmdEntry.of("slow", 9)).encode()) {
        node.getOutputStream().write(b);
        node.getOutputStream().flush();
      }
      byte[] reply = node.getInputStream().readNBytes(6);
      assertThat(Registered.decode(ByteBuffer.wrap(reply)).accepted()).isTrue();
    }
  }

  @Test
  void refusesToEndOrToForgetOnRequest() throws Exception {
    try (Socket node = connect()) {
      register(node, EpmdEntry.of("a", 1));
      assertThat(ask(new EpmdRequest.Kill().encode())).isEqualTo("NO".getBytes(US_ASCII));
      assertThat(ask(new EpmdRequest.Stop("a").encode())).isEqualTo("NOEXIST".getBytes(US_ASCII));
      assertThat(names().nodes()).hasSize(1);
    }
  }

  @Test
  void showsProgramsOfThisHostADump() throws Exception {
    try (Socket node = connect()) {
      register(node, EpmdEntry.of("a", 4711));
      byte[] dump = ask(new EpmdRequest.Dump().encode());
      assertThat(ByteBuffer.wrap(dump).getInt()).isEqualTo(server.port());
      assertThat(new String(dump, 4, dump.length - 4, US_ASCII))
          .isEqualTo("active name     <a> at port 4711, fd = -1\n");
    }
  }

  @Test
  void closesOnWhatIsNoRequestAndGoesOnServing() throws Exception {
    byte[] badName = new EpmdRequest.Register(EpmdEntry.of("a.b", 1)).encode();
    badName[14] = ' ';
    for (byte[] garbage :
        List.of(
            new byte[] {0, 0},
            new byte[] {0, 1, 0},
            new byte[] {(byte) 0xFF, (byte) 0xFF, 120},
            new byte[] {8, 1, 120},
            new byte[] {0, 2, 120, 0},
            new byte[] {0, 3, 122, (byte) 0xFF, (byte) 0xFF},
            badName,
            "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII))) {
      assertThat(ask(garbage)).isEmpty();
    }
    assertThat(names().nodes()).isEmpty();
  }

  @Test
  void closesOnASecondRequestOfARegisteredNode() throws Exception {
    try (Socket node = connect()) {
      register(node, EpmdEntry.of("a", 1));
      node.getOutputStream().write(new EpmdRequest.Names().encode());
      assertThat(node.getInputStream().read()).isEqualTo(-1);
      Loops.until("a is forgotten", () -> names().nodes().isEmpty());
    }
  }

  @Test
  void closesOnARequestThatDoesNotArrive() throws Exception {
    try (Socket slow = connect();
        Socket node = connect()) {
      register(node, EpmdEntry.of("a", 1));
      slow.getOutputStream().write(new byte[] {0, 5, 122});
      assertThat(slow.getInputStream().read()).isEqualTo(-1);
      assertThat(names().nodes()).as("a registered node may be silent").hasSize(1);
    }
  }

  @Test
  void letsOnlyProgramsOfThisHostRegister() throws Exception {
    byte[] reservedForDocuments = {(byte) 192, 0, 2, 1};
    assertThat(EpmdConversation.isOfThisHost(Loops.LOOPBACK)).isTrue();
    assertThat(EpmdConversation.isOfThisHost(InetAddress.getByAddress(reservedForDocuments)))
        .isFalse();
  }

  @Test
  void doesNotStartOnAPortInUse() {
    assertThatThrownBy(() ->
            Loops.await(
                EpmdServer.start(
                    LOOPS.group().next(), Loops.LOOPBACK, server.port(), new Random())))
        .hasCauseInstanceOf(BindException.class);
  }

  private Listed names() throws Exception {
    return Loops.await(client.names(Loops.LOOPBACK, Loops.TIMEOUT));
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(Loops.LOOPBACK, server.port());
    socket.setSoTimeout((int) Loops.TIMEOUT.toMillis());
    return socket;
  }

  private Registered register(Socket node, EpmdEntry entry) throws IOException {
    node.getOutputStream().write(new EpmdRequest.Register(entry).encode());
    return Registered.decode(ByteBuffer.wrap(node.getInputStream().readNBytes(6)));
  }

  private byte[] ask(byte[] request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request);
      return socket.getInputStream().readAllBytes();
    }
  }
}
