package io.tempelhof.core.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.signal.TraceToken;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Real;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// The frames of {@code frames.txt}, by name, and the terms they consist of.
final class GoldenFrames {
  static final NodeName A_NODE = NodeName.of("a@host");
  static final int A_CREATION = 0x0A0A_0A0A;
  static final int B_CREATION = 0x8B8B_8B8B;
  static final Pid A = new Pid(Atom.of("a@host"), 12, 34, A_CREATION);
  static final Pid FORMER_A = new Pid(Atom.of("a@host"), 12, 34, 3);
  static final Pid SOME_A = new Pid(Atom.of("a@host"), 0, 0, A_CREATION);
  static final Pid B = new Pid(Atom.of("b@host"), 0x8000_0001, 0x7FFF_FFFF, B_CREATION);
  static final Pid C = new Pid(Atom.of("c@host"), 5, 0, 1);
  static final Ref REF_A = new Ref(Atom.of("a@host"), A_CREATION, 1, 2, 3);
  static final Ref REF_B = new Ref(Atom.of("b@host"), B_CREATION, 1, 2, 3, 4, 5);
  static final Atom ECHO = Atom.of("echo");
  static final Atom SIZE = Atom.of("größe");
  static final Term TOKEN = Tuple.of(Int.of(7), Binary.of("label"), Int.of(3), A, Int.of(9));
  static final Term REASON = Tuple.of(Atom.of("shutdown"), new Real(1.5));
  static final Term MESSAGE =
      Tuple.of(Atom.of("hello"), Binary.of("wörld"), ListTerm.of(Int.of(1), Int.of(2), Int.of(3)));
  static final Term OPTIONS =
      ListTerm.of(Atom.of("monitor"), Tuple.of(Atom.of("priority"), Atom.of("high")));

  private final Map<String, byte[]> frames = new LinkedHashMap<>();

  GoldenFrames() {
    try (var lines = GoldenFrames.class.getResourceAsStream("frames.txt")) {
      new String(lines.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .forEach(line -> frames.put(line[0], HexFormat.of().parseHex(line[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, byte[]> all() {
    return frames;
  }

  byte[] frame(String name) {
    return frames.get(name);
  }

  static Encoded message() {
    return Encoded.of(Etf.encode(MESSAGE));
  }

  static Signal.SpawnRequest spawnRequest() {
    return new Signal.SpawnRequest(
        REF_A,
        A,
        A,
        Atom.of("erpc"),
        Atom.of("execute_call"),
        4,
        OPTIONS,
        Encoded.of(Etf.encode(ListTerm.of(Atom.of("a"), Int.of(1)))));
  }

  /// The same signal as part of the trace of {@link #TOKEN}, if such a signal can be.
  static Signal traced(Signal signal) {
    TraceToken trace = TraceToken.of(TOKEN);
    return switch (signal) {
      case Signal.Send s -> new Signal.Send(s.from(), s.to(), s.message(), trace);
      case Signal.SendName s -> new Signal.SendName(s.from(), s.name(), s.message(), trace);
      case Signal.SendAlias s -> new Signal.SendAlias(s.from(), s.alias(), s.message(), trace);
      default -> signal;
    };
  }

  /// The same signal with its message decoded, so that two can be compared.
  static String readable(Signal signal) {
    return switch (signal) {
      case Signal.Send s ->
          "Send " + s.from() + " " + s.to() + " " + term(s.message()) + " " + s.trace();
      case Signal.SendName s ->
          "SendName " + s.from() + " " + s.name() + " " + term(s.message()) + " " + s.trace();
      case Signal.SendAlias s ->
          "SendAlias " + s.from() + " " + s.alias() + " " + term(s.message()) + " " + s.trace();
      case Signal.SpawnRequest s ->
          "SpawnRequest %s %s %s %s:%s/%d %s %s"
              .formatted(
                  s.ref(),
                  s.from(),
                  s.groupLeader(),
                  s.module(),
                  s.function(),
                  s.arity(),
                  s.options(),
                  term(s.arguments()));
      case Signal.Link s -> s.toString();
      case Signal.Unlink s -> s.toString();
      case Signal.UnlinkAck s -> s.toString();
      case Signal.Exit s -> s.toString();
      case Signal.ExitRequest s -> s.toString();
      case Signal.Monitor s -> s.toString();
      case Signal.Demonitor s -> s.toString();
      case Signal.Down s -> s.toString();
      case Signal.GroupLeader s -> s.toString();
      case Signal.SpawnReply s -> s.toString();
    };
  }

  private static String term(Encoded encoded) {
    return encoded.toString();
  }
}
