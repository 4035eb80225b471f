package io.tempelhof.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.handshake.Extension;
import io.tempelhof.core.handshake.Identity;
import io.tempelhof.core.handshake.Initiator;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.wire.Allowance;
import io.tempelhof.core.wire.Flag;
import io.tempelhof.core.wire.Flags;
import io.tempelhof.core.wire.FrameReader;
import io.tempelhof.core.wire.Incoming;
import io.tempelhof.net.epmd.EpmdClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a genuine node says is what {@code captured-sessions.txt} holds. With the system property
/// {@code captured.sessions} the file it names is written anew.
class GenuineFramesTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Flags PASS_THROUGH =
      Flags.OFFERED.without(Flag.DIST_HDR_ATOM_CACHE, Flag.FRAGMENTS);

  private static final String N = "'" + CapturedSession.US + "'";
  private static final String P = erlang(CapturedSession.VICTIM);

  /// Every kind of signal, large and small, with and without a trace.
  private static final List<String> SAID =
      List.of(
          "{echo, "
              + N
              + "} ! {self(), hello, [1, 2, 3], <<\"text\">>, #{a => 1.5, b => 1 bsl 80}}",
          "{echo, "
              + N
              + "} ! {self(), hello, [1, 2, 3 | x], <<7:3>>, fun lists:map/2, fun() -> 1 end}",
          "{echo, "
              + N
              + "} ! [list_to_atom(\"at\" ++ integer_to_list(I)) || I <- lists:seq(1, 60)]",
          "{echo, " + N + "} ! lists:duplicate(255, 16#1F600)",
          "{echo, " + N + "} ! list_to_atom(lists:duplicate(255, 16#1F600))",
          P + " ! {self(), make_ref(), hd(erlang:ports())}",
          "link(" + P + "), unlink(" + P + ")",
          "R = erlang:monitor(process, " + P + "), erlang:demonitor(R)",
          "R = erlang:monitor(process, {echo, " + N + "}), erlang:demonitor(R)",
          "exit(" + P + ", {some, reason})",
          "group_leader(self(), " + P + ")",
          "spawn_request("
              + N
              + ", erlang, apply, [lists, [a, b]], [monitor, {priority, high}]), ok",
          erlang(ref(1)) + " ! {to, alias}",
          "spawn(fun() -> link(" + P + "), exit({bye, <<\"to you\">>}) end), ok",
          "catch gen_server:call({echo, " + N + "}, question, 1)",
          "seq_trace:set_token(label, 17), {echo, "
              + N
              + "} ! traced, "
              + P
              + " ! traced, exit("
              + P
              + ", traced), seq_trace:set_token([])",
          "{echo, " + N + "} ! {big, binary:copy(<<\"x\">>, 70000)}",
          "exit(" + P + ", {big, binary:copy(<<\"x\">>, 70000)})",
          "[spawn(fun() -> "
              + P
              + " ! {big, I, binary:copy(<<\"x\">>, 140000)} end) || I <- [1, 2]]");

  private static final int LAST = 5;

  private static final TestCluster CLUSTER = new TestCluster();
  private static GenuineErl erl;
  private static int erlPort;

  @BeforeAll
  static void start() throws Exception {
    GenuineErl.assumeInstalled("erl");
    CLUSTER.start("host");
    erl =
        new GenuineErl(CapturedSession.GENUINE.toString(), TestCluster.COOKIE, CLUSTER.epmdPort());
    EventLoops loops = EventLoops.of(1);
    erlPort =
        new EpmdClient(loops.acquire(), CLUSTER.epmdPort())
            .lookup(LOOPBACK, CapturedSession.GENUINE.name(), Duration.ofSeconds(20))
            .get(20, TimeUnit.SECONDS)
            .orElseThrow()
            .port();
    loops.release();
  }

  @AfterAll
  static void stop() {
    if (erl != null) {
      erl.close();
    }
    CLUSTER.close();
  }

  @Test
  void theCapturedSessionsAreWhatAGenuineNodeSays() throws Exception {
    List<CapturedSession> now = List.of(capture(PASS_THROUGH), capture(Flags.OFFERED));
    String file = System.getProperty("captured.sessions");
    if (file != null) {
      Files.writeString(
          Path.of(file),
          "# What a genuine node (OTP 25) wrote to %s: see GenuineFramesTest.\n%s%s"
              .formatted(CapturedSession.US, now.get(0).text(), now.get(1).text()),
          UTF_8);
    }
    List<CapturedSession> then = CapturedSession.all();
    for (int i = 0; i < now.size(); i++) {
      assertThat(kinds(now.get(i))).isEqualTo(kinds(then.get(i)));
    }
    assertThat(kinds(now.get(0))).doesNotContain("fragment");
    assertThat(kinds(now.get(1)))
        .contains("Send", "Link", "Unlink", "Exit", "ExitRequest", "Monitor", "Demonitor", "Down")
        .contains(
            "GroupLeader", "SpawnRequest", "SendAlias", "SendName", "traced Send", "fragment");
  }

  /// What the frames say, and that all is understood.
  private static Set<String> kinds(CapturedSession session) {
    TreeSet<String> kinds = new TreeSet<>();
    FrameReader reader = session.reader(Allowance.UNLIMITED);
    for (byte[] frame : session.frames()) {
      kinds.add(
          switch (reader.read(frame, 0, frame.length)) {
            case Incoming.Tick() -> "tick";
            case Incoming.Fragment() -> "fragment";
            case Incoming.Signalled(Signal signal) ->
                (signal instanceof Signal.Message message && message.trace() != null
                        ? "traced "
                        : "")
                    + signal.getClass().getSimpleName();
            case Incoming.Malformed malformed -> throw new AssertionError(malformed.toString());
          });
    }
    kinds.remove("tick");
    return kinds;
  }

  private static CapturedSession capture(Flags offered) throws IOException {
    Identity identity =
        new Identity(
            CapturedSession.US,
            CapturedSession.OUR_CREATION,
            offered,
            new Cookie(TestCluster.COOKIE),
            new Extension(Extension.CURRENT_VERSION, "test", 0));
    Initiator initiator =
        new Initiator(identity, CapturedSession.GENUINE, false, new SecureRandom());
    try (var connection =
        new BareConnection(new Socket(LOOPBACK, erlPort), initiator, Integer.MAX_VALUE)) {
      connection.shakeHands();
      var session =
          new CapturedSession(
              connection.established().flags(),
              connection.established().creation(),
              new ArrayList<>());
      erl.eval("register(mortal, spawn(fun() -> receive R -> exit(R) end end)), ok");
      connection.send(new Signal.Monitor(CapturedSession.VICTIM, Atom.of("mortal"), ref(8)));
      connection.send(new Signal.Monitor(CapturedSession.VICTIM, Atom.of("nobody"), ref(9)));
      for (String expressions : SAID) {
        erl.eval(expressions);
      }
      erl.eval("mortal ! {a, reason}, {done, " + N + "} ! done");
      FrameReader reader = session.reader(Allowance.UNLIMITED);
      for (int awaited = LAST; awaited > 0; ) {
        byte[] frame = connection.nextFrame();
        session.frames().add(frame);
        awaited -= isLast(reader.read(frame, 0, frame.length)) ? 1 : 0;
      }
      return session;
    } finally {
      erl.eval("[erlang:disconnect_node(N) || N <- nodes(connected)]");
    }
  }

  /// Whether this is one of the {@link #LAST} signals, whose order nobody knows: the two largest
  /// messages, the ends of what we monitored, the last word.
  private static boolean isLast(Incoming incoming) {
    return incoming instanceof Incoming.Signalled said
        && switch (said.signal()) {
          case Signal.Down _ -> true;
          case Signal.Send large -> large.message().size() > 100_000;
          case Signal.SendName word -> word.name().equals(Atom.of("done"));
          default -> false;
        };
  }

  private static Ref ref(int word) {
    return new Ref(CapturedSession.US.atom(), CapturedSession.OUR_CREATION, word, 2, 3);
  }

  private static String erlang(Term term) {
    StringBuilder bytes = new StringBuilder();
    for (byte b : Etf.encode(term)) {
      bytes.append(bytes.isEmpty() ? "" : ",").append(b & 0xFF);
    }
    return "binary_to_term(<<" + bytes + ">>)";
  }
}
