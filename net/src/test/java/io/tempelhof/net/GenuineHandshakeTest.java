package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.handshake.Acceptor;
import io.tempelhof.core.handshake.Extension;
import io.tempelhof.core.handshake.HandshakeFailure.Reason;
import io.tempelhof.core.handshake.Identity;
import io.tempelhof.core.handshake.Initiator;
import io.tempelhof.core.handshake.Standing;
import io.tempelhof.core.handshake.Verdict;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.wire.Flags;
import io.tempelhof.net.epmd.EpmdClient;
import io.tempelhof.net.epmd.EpmdEntry;
import io.tempelhof.net.epmd.EpmdPresence;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Core's handshake and frames against a genuine node, over plain sockets.
class GenuineHandshakeTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final NodeName ERL = NodeName.of("genuine@127.0.0.1");
  private static final NodeName LESSER = NodeName.of("above@127.0.0.1");
  private static final NodeName GREATER = NodeName.of("zenith@127.0.0.1");

  private static EventLoops loops;
  private static int epmdPort;
  private static EpmdPresence lesserPresence;
  private static EpmdPresence greaterPresence;
  private static ServerSocket listener;
  private static GenuineErl erl;
  private static int erlPort;

  private int creation;

  @BeforeAll
  static void start() throws Exception {
    GenuineErl.assumeInstalled("erl");
    loops = EventLoops.of(1);
    var group = loops.acquire();
    try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
      epmdPort = free.getLocalPort();
    }
    listener = new ServerSocket(0, 50, LOOPBACK);
    lesserPresence =
        new EpmdPresence(
            group,
            epmdPort,
            LOOPBACK,
            EpmdEntry.of(LESSER.name(), listener.getLocalPort()),
            RANDOM);
    greaterPresence =
        new EpmdPresence(
            group,
            epmdPort,
            LOOPBACK,
            EpmdEntry.of(GREATER.name(), listener.getLocalPort()),
            RANDOM);
    lesserPresence.start().get(20, TimeUnit.SECONDS);
    greaterPresence.start().get(20, TimeUnit.SECONDS);
    erl = new GenuineErl(ERL.toString(), "cookie", epmdPort);
    erlPort =
        new EpmdClient(group, epmdPort)
            .lookup(LOOPBACK, ERL.name(), Duration.ofSeconds(20))
            .get(20, TimeUnit.SECONDS)
            .orElseThrow()
            .port();
  }

  @AfterAll
  static void stop() throws Exception {
    if (erl == null) {
      return;
    }
    erl.close();
    listener.close();
    greaterPresence.close().get(20, TimeUnit.SECONDS);
    lesserPresence.close().get(20, TimeUnit.SECONDS);
    loops.release();
  }

  @BeforeEach
  void chooseIncarnation() {
    creation = 1 + RANDOM.nextInt(Integer.MAX_VALUE);
  }

  @AfterEach
  void nobodyStaysConnected() {
    erl.eval("[erlang:disconnect_node(N) || N <- nodes(connected)]");
    assertThat(erl.eval("nodes(connected)")).isEqualTo("[]");
  }

  @Test
  void connectsAsAHiddenNodeAndPings() throws Exception {
    try (BareConnection connection = dial(LESSER, "cookie", Integer.MAX_VALUE).shakeHands()) {
      assertThat(connection.established().flags()).isEqualTo(Flags.OFFERED);
      assertThat(connection.established().extension()).isNull();
      assertThat(erl.eval("{nodes(), nodes(hidden)}")).isEqualTo("{[],['above@127.0.0.1']}");
      assertThat(ping(connection, LESSER)).isEqualTo(Atom.of("yes"));
    }
  }

  @Test
  void connectsHoweverItsBytesAreCut() throws Exception {
    for (int bytesPerWrite = 1; bytesPerWrite < 8; bytesPerWrite++) {
      creation++;
      try (BareConnection connection = dial(LESSER, "cookie", bytesPerWrite).shakeHands()) {
        assertThat(ping(connection, LESSER)).isEqualTo(Atom.of("yes"));
      }
    }
  }

  @Test
  void isRefusedWithAWrongCookie() throws Exception {
    try (BareConnection connection = dial(LESSER, "biscuit", Integer.MAX_VALUE).shakeHands()) {
      assertThat(connection.failure().reason()).isEqualTo(Reason.WRONG_COOKIE);
    }
    assertThat(erl.eval("nodes(connected)")).isEqualTo("[]");
  }

  @Test
  void refusesANodeOfAnotherName() throws Exception {
    NodeName other = NodeName.of("other@127.0.0.1");
    Initiator initiator = new Initiator(identity(LESSER, "cookie"), other, true, RANDOM);
    try (BareConnection connection =
        new BareConnection(new Socket(LOOPBACK, erlPort), initiator, 100).shakeHands()) {
      assertThat(connection.failure().reason()).isEqualTo(Reason.WRONG_NAME);
    }
  }

  @Test
  void acceptsAGenuineNode() throws Exception {
    CompletableFuture<String> connected =
        erl.evalLater("net_kernel:connect_node('" + LESSER + "')");
    try (BareConnection connection = accept(LESSER, "cookie").shakeHands()) {
      assertThat(connected.get(20, TimeUnit.SECONDS)).isEqualTo("true");
      assertThat(connection.established().peer()).isEqualTo(ERL);
      assertThat(connection.established().flags()).isEqualTo(Flags.OFFERED);
      assertThat(erl.eval("erlang:system_info(creation)"))
          .isEqualTo(Integer.toUnsignedString(connection.established().creation()));
      assertThat(ping(connection, LESSER)).isEqualTo(Atom.of("yes"));
    }
  }

  @Test
  void refusesAGenuineNodeWithAWrongCookie() throws Exception {
    erl.eval("erlang:set_cookie('" + LESSER + "', biscuit)");
    CompletableFuture<String> connected =
        erl.evalLater("net_kernel:connect_node('" + LESSER + "')");
    try (BareConnection connection = accept(LESSER, "cookie").shakeHands()) {
      assertThat(connection.failure().reason()).isEqualTo(Reason.WRONG_COOKIE);
    }
    assertThat(connected.get(20, TimeUnit.SECONDS)).isEqualTo("false");
    erl.eval("erlang:set_cookie('" + LESSER + "', cookie)");
  }

  @Test
  void tellsAGenuineNodeThatItIsNotAllowed() throws Exception {
    CompletableFuture<String> connected =
        erl.evalLater("net_kernel:connect_node('" + LESSER + "')");
    try (BareConnection connection =
        accept(LESSER, "cookie").answering(Verdict.NOT_ALLOWED).shakeHands()) {
      assertThat(connection.failure().reason()).isEqualTo(Reason.NOT_ALLOWED);
    }
    assertThat(connected.get(20, TimeUnit.SECONDS)).isEqualTo("false");
  }

  @Test
  void replacesAConnectionTheGenuineNodeStillHolds() throws Exception {
    try (BareConnection older = dial(LESSER, "cookie", Integer.MAX_VALUE).shakeHands()) {
      assertThat(ping(older, LESSER)).isEqualTo(Atom.of("yes"));
      creation++;
      try (BareConnection newer = dial(LESSER, "cookie", Integer.MAX_VALUE).shakeHands()) {
        assertThat(ping(newer, LESSER)).isEqualTo(Atom.of("yes"));
        older.awaitClose();
        assertThat(erl.eval("nodes(hidden)")).isEqualTo("['above@127.0.0.1']");
      }
    }
  }

  @Test
  void letsAGenuineNodeReplaceAConnectionItHasLost() throws Exception {
    CompletableFuture<String> connected =
        erl.evalLater("net_kernel:connect_node('" + LESSER + "')");
    try (BareConnection connection =
        accept(LESSER, "cookie").answering(Verdict.ALIVE).shakeHands()) {
      assertThat(connected.get(20, TimeUnit.SECONDS)).isEqualTo("true");
      assertThat(connection.hasSuperseded()).isTrue();
      assertThat(ping(connection, LESSER)).isEqualTo(Atom.of("yes"));
    }
  }

  @Test
  void winsACrossingWithTheGreaterName() throws Exception {
    CompletableFuture<String> connected =
        erl.evalLater("net_kernel:connect_node('" + GREATER + "')");
    // Its attempt has arrived, unanswered, when ours reaches it: it must let ours go on.
    try (Socket theirs = BareConnection.spokenTo(listener.accept());
        BareConnection ours = dial(GREATER, "cookie", Integer.MAX_VALUE).shakeHands()) {
      assertThat(connected.get(20, TimeUnit.SECONDS)).isEqualTo("true");
      assertThat(ping(ours, GREATER)).isEqualTo(Atom.of("yes"));
      BareConnection lost =
          new BareConnection(theirs, new Acceptor(identity(GREATER, "cookie"), RANDOM), 100)
              .answering(Verdict.on(GREATER, ERL, Standing.DIALLING))
              .shakeHands();
      assertThat(lost.failure().reason()).isEqualTo(Reason.CROSSED);
    }
  }

  @Test
  void yieldsInACrossingWithTheLesserName() throws Exception {
    CompletableFuture<String> connected =
        erl.evalLater("net_kernel:connect_node('" + LESSER + "')");
    try (Socket theirs = BareConnection.spokenTo(listener.accept());
        BareConnection ours = dial(LESSER, "cookie", Integer.MAX_VALUE).shakeHands()) {
      assertThat(ours.hasYielded()).isTrue();
      BareConnection won =
          new BareConnection(theirs, new Acceptor(identity(LESSER, "cookie"), RANDOM), 100)
              .answering(Verdict.on(LESSER, ERL, Standing.DIALLING))
              .shakeHands();
      assertThat(connected.get(20, TimeUnit.SECONDS)).isEqualTo("true");
      assertThat(ping(won, LESSER)).isEqualTo(Atom.of("yes"));
    }
  }

  @Test
  void understandsEverySignalOfAGenuineNode() throws Exception {
    CompletableFuture<String> connected =
        erl.evalLater("net_kernel:connect_node('" + LESSER + "')");
    try (BareConnection connection = accept(LESSER, "cookie").shakeHands()) {
      assertThat(connected.get(20, TimeUnit.SECONDS)).isEqualTo("true");
      Pid us = ourPid();
      Pid shell = self(connection);

      erl.eval("{echo, '" + LESSER + "'} ! {self(), hello}");
      Signal.SendName named = connection.receive(Signal.SendName.class, s -> isTo(s, "echo"));
      assertThat(term(named.message())).isEqualTo(Tuple.of(named.from(), Atom.of("hello")));

      erl.eval("P = " + erlang(us) + ", P ! 1.5, link(P), unlink(P), link(P), exit(P, {a, b})");
      assertThat(connection.receive(Signal.Send.class, s -> true).to()).isEqualTo(us);
      assertThat(connection.receive(Signal.Link.class, s -> true).to()).isEqualTo(us);
      Signal.Unlink unlink = connection.receive(Signal.Unlink.class, s -> true);
      connection.send(new Signal.UnlinkAck(unlink.id(), us, unlink.from()));
      assertThat(connection.receive(Signal.Link.class, s -> true).from()).isEqualTo(shell);
      assertThat(connection.receive(Signal.ExitRequest.class, s -> true).reason())
          .isEqualTo(Tuple.of(Atom.of("a"), Atom.of("b")));

      erl.eval("R = erlang:monitor(process, " + erlang(us) + "), erlang:demonitor(R), ok");
      Signal.Monitor monitor = connection.receive(Signal.Monitor.class, s -> s.target().equals(us));
      assertThat(connection.receive(Signal.Demonitor.class, s -> true))
          .isEqualTo(new Signal.Demonitor(shell, us, monitor.ref()));

      erl.eval("group_leader(self(), " + erlang(us) + ")");
      assertThat(connection.receive(Signal.GroupLeader.class, s -> true).to()).isEqualTo(us);

      CompletableFuture<String> call =
          erl.evalLater("rpc:call('" + LESSER + "', erlang, node, [])");
      Signal.SpawnRequest request = connection.receive(Signal.SpawnRequest.class, s -> true);
      assertThat(request.module()).isEqualTo(Atom.of("erpc"));
      connection.send(new Signal.SpawnReply(request.ref(), request.from(), 0, Atom.of("notsup")));
      assertThat(call.get(20, TimeUnit.SECONDS)).startsWith("{badrpc,");
    }
  }

  @Test
  void isUnderstoodByAGenuineNode() throws Exception {
    try (BareConnection connection = dial(LESSER, "cookie", Integer.MAX_VALUE).shakeHands()) {
      monitorsAndLinksWhatIsNotThere(connection);
      hearsHowAProcessEnds(connection);
      endsProcesses(connection);
      givesUpLinksAndMonitors(connection);
      spawnsAProcess(connection);
      assertThat(ping(connection, LESSER)).as("still connected").isEqualTo(Atom.of("yes"));
    }
  }

  private void monitorsAndLinksWhatIsNotThere(BareConnection connection) throws Exception {
    Pid us = ourPid();
    connection.send(new Signal.Monitor(us, Atom.of("nobody"), ref(1)));
    assertThat(connection.receive(Signal.Down.class, s -> true))
        .isEqualTo(new Signal.Down(Atom.of("nobody"), us, ref(1), Atom.of("noproc")));
    Pid never = new Pid(ERL.atom(), 20_000, 7, connection.established().creation());
    connection.send(new Signal.Link(us, never));
    assertThat(connection.receive(Signal.Exit.class, s -> true))
        .isEqualTo(new Signal.Exit(never, us, Atom.of("noproc")));
  }

  private void hearsHowAProcessEnds(BareConnection connection) throws Exception {
    Pid us = ourPid();
    erl.eval("register(victim, spawn(fun() -> receive stop -> exit({why, \"me\"}) end end))");
    connection.send(new Signal.Monitor(us, Atom.of("victim"), ref(2)));
    connection.send(new Signal.SendName(us, Atom.of("victim"), message(Atom.of("stop"))));
    Term why = Tuple.of(Atom.of("why"), ListTerm.of(Int.of('m'), Int.of('e')));
    assertThat(connection.receive(Signal.Down.class, s -> true))
        .isEqualTo(new Signal.Down(Atom.of("victim"), us, ref(2), why));
  }

  private void endsProcesses(BareConnection connection) throws Exception {
    Pid us = ourPid();
    for (boolean linked : new boolean[] {false, true}) {
      erl.eval("register(victim, spawn(fun() -> receive stop -> ok end end))");
      Pid victim = whereis(connection, "victim");
      Ref ref = ref(linked ? 4 : 3);
      connection.send(new Signal.Monitor(us, victim, ref));
      if (linked) {
        connection.send(new Signal.Link(us, victim));
        connection.send(new Signal.Exit(us, victim, Atom.of("broken")));
      } else {
        connection.send(new Signal.ExitRequest(us, victim, Atom.of("broken")));
      }
      assertThat(connection.receive(Signal.Down.class, s -> s.ref().equals(ref)).reason())
          .isEqualTo(Atom.of("broken"));
    }
  }

  private void givesUpLinksAndMonitors(BareConnection connection) throws Exception {
    Pid us = ourPid();
    Pid shell = self(connection);
    connection.send(new Signal.Link(us, shell));
    connection.send(new Signal.Unlink(-1, us, shell));
    assertThat(connection.receive(Signal.UnlinkAck.class, s -> true))
        .isEqualTo(new Signal.UnlinkAck(-1, shell, us));
    connection.send(new Signal.Monitor(us, shell, ref(5)));
    connection.send(new Signal.Demonitor(us, shell, ref(5)));
  }

  private void spawnsAProcess(BareConnection connection) throws Exception {
    Pid us = ourPid();
    connection.send(
        new Signal.SpawnRequest(
            ref(6),
            us,
            us,
            Atom.of("erlang"),
            Atom.of("exit"),
            1,
            ListTerm.of(Atom.of("monitor")),
            message(ListTerm.of(Atom.of("done")))));
    Signal.SpawnReply reply = connection.receive(Signal.SpawnReply.class, s -> true);
    assertThat(reply.ref()).isEqualTo(ref(6));
    assertThat(reply.flags()).isEqualTo(2);
    assertThat(connection.receive(Signal.Down.class, s -> s.ref().equals(ref(6))))
        .isEqualTo(new Signal.Down(reply.result(), us, ref(6), Atom.of("done")));
  }

  private Pid ourPid() {
    return new Pid(LESSER.atom(), 7, 1, creation);
  }

  /// The pid of erl's evaluating process: the one that sends what is evaluated.
  private Pid self(BareConnection connection) throws IOException {
    erl.eval("{us, '" + LESSER + "'} ! me");
    return connection.receive(Signal.SendName.class, s -> isTo(s, "us")).from();
  }

  private Pid whereis(BareConnection connection, String name) throws IOException {
    erl.eval("{us, '" + LESSER + "'} ! whereis(" + name + ")");
    Signal.SendName answer = connection.receive(Signal.SendName.class, s -> isTo(s, "us"));
    return (Pid) term(answer.message());
  }

  /// What {@code net_adm:ping} asks, and the answer.
  private Term ping(BareConnection connection, NodeName us) throws IOException {
    Pid caller = new Pid(us.atom(), 1, 0, creation);
    Ref tag = ref(77);
    Term call =
        Tuple.of(
            Atom.of("$gen_call"), Tuple.of(caller, tag), Tuple.of(Atom.of("is_auth"), us.atom()));
    connection.send(new Signal.SendName(caller, Atom.of("net_kernel"), message(call)));
    Signal.Send answer = connection.receive(Signal.Send.class, s -> s.to().equals(caller));
    Tuple tagged = (Tuple) term(answer.message());
    assertThat(tagged.at(0)).isEqualTo(tag);
    return tagged.at(1);
  }

  private Ref ref(int word) {
    return new Ref(LESSER.atom(), creation, word, 0, 0);
  }

  private static boolean isTo(Signal.SendName signal, String name) {
    return signal.name().equals(Atom.of(name));
  }

  private static Term term(Encoded message) {
    return ((Decoded.Ok) message.decode()).term();
  }

  private static Encoded message(Term term) {
    return Encoded.of(Etf.encode(term));
  }

  /// The pid as an Erlang expression.
  private static String erlang(Pid pid) {
    StringBuilder bytes = new StringBuilder();
    for (byte b : Etf.encode(pid)) {
      bytes.append(bytes.isEmpty() ? "" : ",").append(b & 0xFF);
    }
    return "binary_to_term(<<" + bytes + ">>)";
  }

  private Identity identity(NodeName name, String cookie) {
    return new Identity(
        name,
        creation,
        Flags.OFFERED,
        new io.tempelhof.core.handshake.Cookie(cookie),
        new Extension(Extension.CURRENT_VERSION, "test", -1));
  }

  private BareConnection dial(NodeName us, String cookie, int bytesPerWrite) throws IOException {
    Initiator initiator = new Initiator(identity(us, cookie), ERL, true, RANDOM);
    return new BareConnection(new Socket(LOOPBACK, erlPort), initiator, bytesPerWrite);
  }

  private BareConnection accept(NodeName us, String cookie) throws IOException {
    return new BareConnection(listener.accept(), new Acceptor(identity(us, cookie), RANDOM), 100);
  }
}
