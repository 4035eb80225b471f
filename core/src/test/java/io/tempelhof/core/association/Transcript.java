package io.tempelhof.core.association;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.association.AssociationMessage.Kept;
import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/// Plays a conversation with one association, line by line: {@code input => outputs}. A line {@code
/// at 5s} sets the clock, {@code due 7s} says when the association wants its timer. Times are
/// written in seconds, also where they serve as numbers of hellos and epochs. Processes and
/// references have the same number at both ends: {@code monitor 3} is process 3 monitoring process
/// 3 of the other node. {@code unreachable} answers the latest request for a connection, {@code
/// unreachable earlier} the one before.
final class Transcript {
  private static final long SECOND = 1_000_000_000L;
  private static final NodeName US = NodeName.of("m@test");

  private final Association association;
  private final Pid[] ours = new Pid[10];
  private final Pid[] theirs = new Pid[10];
  private final Ref[] refs = new Ref[10];
  private long now;
  private long earlierRequest;
  private long request;

  /// @param other the other node's name: we are {@code m@test}
  Transcript(String other) {
    this(other, AssociationSettings.DEFAULT);
  }

  private Transcript(String other, AssociationSettings settings) {
    NodeName name = NodeName.of(other);
    // Half of any range, so that the idle time is neither shortened nor lengthened.
    association = new Association(US, name, settings, () -> Long.MIN_VALUE);
    for (int i = 0; i < ours.length; i++) {
      ours[i] = new Pid(US.atom(), i, 0, 1);
      theirs[i] = new Pid(name.atom(), i, 0, 1);
      refs[i] = new Ref(US.atom(), 1, i);
    }
  }

  static Transcript withGreaterNode() {
    return new Transcript("z@test");
  }

  static Transcript withSmallerNode() {
    return new Transcript("a@test");
  }

  /// Already up on connection 1, since the time 0.
  static Transcript up() {
    return withGreaterNode()
        .play(
            """
            opened 1 => tell 1 hello 0s 0s
            told 1 hello 0s 0s => up 1, gate 1
            """);
  }

  /// The same, of a client node.
  static Transcript upSleepless() {
    return new Transcript("z@test", AssociationSettings.DEFAULT.sleepless())
        .play(
            """
            opened 1 => tell 1 hello 0s 0s
            told 1 hello 0s 0s => up 1, gate 1
            """);
  }

  /// Already up with a genuine Erlang node.
  static Transcript upWithErlang() {
    return withGreaterNode().play("opened 1 erlang => up 1, gate 1");
  }

  Association association() {
    return association;
  }

  /// A line that ends in a comma goes on in the next one.
  Transcript play(String wrapped) {
    String text = wrapped.replaceAll(",\\s*\n\\s*", ", ");
    List<String> played = new ArrayList<>();
    for (String line : text.strip().lines().map(String::strip).toList()) {
      if (line.startsWith("at ")) {
        now = nanos(line.substring(3));
        played.add(line);
      } else if (line.startsWith("due ")) {
        played.add("due " + deadline());
      } else {
        String input = line.split("=>", -1)[0].strip();
        List<String> outputs = new ArrayList<>();
        association.step(input(input.split(" ")), now, o -> outputs.add(text(o)));
        played.add((input + " => " + String.join(", ", outputs)).strip());
      }
    }
    assertThat(String.join("\n", played))
        .isEqualTo(String.join("\n", text.strip().lines().map(String::strip).toList()));
    return this;
  }

  // Inputs.

  private AssociationInput input(String[] words) {
    return switch (words[0]) {
      case "say" -> new AssociationInput.Say(signal(words, 1, ours, theirs));
      case "unwritten" -> new AssociationInput.Unwritten(number(words[1]));
      case "heard" -> new AssociationInput.Heard(number(words[1]), signal(words, 2, theirs, ours));
      case "opened" ->
          new AssociationInput.Opened(
              number(words[1]),
              has(words, "restarted") ? 2 : 1,
              !has(words, "erlang"),
              has(words, "dialled"),
              has(words, "byway"));
      case "told" -> told(words);
      case "ticked" -> new AssociationInput.Ticked(number(words[1]));
      case "lost" -> new AssociationInput.Lost(number(words[1]), "lost");
      case "unreachable" ->
          new AssociationInput.Unreachable(
              has(words, "earlier") ? earlierRequest : request, "unreachable", has(words, "alive"));
      case "peer" -> new AssociationInput.Assigned(Role.PEER);
      case "watch" -> new AssociationInput.Assigned(Role.WATCH);
      case "severed" ->
          new AssociationInput.Severed(has(words, "restarted") ? 2 : 1, "known to be dead");
      case "direct" -> new AssociationInput.Assigned(Role.DIRECT);
      case "pin" -> new AssociationInput.Pinned(true);
      case "unpin" -> new AssociationInput.Pinned(false);
      case "collect" -> new AssociationInput.Collect();
      case "probe" -> new AssociationInput.Probe();
      case "restarted" -> new AssociationInput.Restarted(2);
      case "relayed" -> new AssociationInput.Relayed(relayed(words));
      case "timer" ->
          new AssociationInput.Timer(
              new Traffic(after(words, "signal"), after(words, "read"), after(words, "written")));
      default -> throw new IllegalArgumentException(String.join(" ", words));
    };
  }

  private AssociationInput told(String[] words) {
    AssociationMessage message =
        switch (words[2]) {
          case "hello" -> new AssociationMessage.Hello(nanos(words[3]), nanos(words[4]));
          case "close_request" -> new AssociationMessage.CloseRequest(number(words[3]));
          case "close_ack" -> new AssociationMessage.CloseAck(number(words[3]), kept(words));
          case "close_refused" -> new AssociationMessage.CloseRefused();
          case "close_done" -> new AssociationMessage.CloseDone(kept(words));
          case "ping" -> new AssociationMessage.Ping();
          case "pong" -> new AssociationMessage.Pong();
          default -> throw new IllegalArgumentException(words[2]);
        };
    return new AssociationInput.Told(
        number(words[1]), message, after(words, "received", Transcript::number));
  }

  private static Kept kept(String[] words) {
    return has(words, "related")
        ? Kept.RELATIONS
        : has(words, "untold") ? Kept.UNTOLD : Kept.NOTHING;
  }

  private static AssociationMessage relayed(String[] words) {
    return words[1].equals("check")
        ? new AssociationMessage.Check(nanos(words[2]))
        : new AssociationMessage.Checked(nanos(words[2]), nanos(words[3]));
  }

  private Signal signal(String[] words, int at, Pid[] from, Pid[] to) {
    int i = Integer.parseInt(words[at + 1]);
    return switch (words[at]) {
      case "message" ->
          new Signal.Send(from[i], to[i], Encoded.of(new byte[] {(byte) 131, 97, (byte) i}));
      case "link" -> new Signal.Link(from[i], to[i]);
      case "exit" -> new Signal.Exit(from[i], to[i], ExitReason.NORMAL);
      case "monitor" -> new Signal.Monitor(from[i], to[i], refs[i]);
      case "demonitor" -> new Signal.Demonitor(from[i], to[i], refs[i]);
      case "unlink" -> new Signal.Unlink(1, from[i], to[i]);
      case "unlink_ack" -> new Signal.UnlinkAck(1, from[i], to[i]);
      case "down" -> new Signal.Down(from[i], to[i], refs[i], ExitReason.NORMAL);
      default -> throw new IllegalArgumentException(words[at]);
    };
  }

  private static boolean has(String[] words, String word) {
    return Arrays.asList(words).contains(word);
  }

  private static long after(String[] words, String word) {
    return after(words, word, Transcript::nanos);
  }

  private static long after(String[] words, String word, ToLongFunction<String> reading) {
    int at = Arrays.asList(words).indexOf(word);
    return at < 0 ? 0 : reading.applyAsLong(words[at + 1]);
  }

  private static long number(String word) {
    return Long.parseLong(word);
  }

  /// `7s`, `1.5s`, or `7s+1`.
  private static long nanos(String word) {
    String seconds = word.substring(0, word.indexOf('s'));
    long more = word.contains("+") ? Long.parseLong(word.substring(word.indexOf('+') + 1)) : 0;
    return Math.round(Double.parseDouble(seconds) * SECOND) + more;
  }

  // Outputs.

  private String text(AssociationOutput output) {
    return switch (output) {
      case AssociationOutput.Connect o -> {
        earlierRequest = request;
        request = o.request();
        yield "connect";
      }
      case AssociationOutput.TakeByway _ -> "byway";
      case AssociationOutput.Write o -> "write " + o.connection() + " " + text(o.signal());
      case AssociationOutput.Tell o -> "tell " + o.connection() + " " + text(o.message());
      case AssociationOutput.Relay o -> "relay " + text(o.message());
      case AssociationOutput.Tick o -> "tick " + o.connection();
      case AssociationOutput.Quiet o -> (o.quiet() ? "quiet " : "heard again ") + o.connection();
      case AssociationOutput.OpenGate o -> "gate " + o.connection();
      case AssociationOutput.Up o -> "up " + o.connection();
      case AssociationOutput.Gone o -> "gone " + o.connection() + (o.graceful() ? "" : " broken");
      case AssociationOutput.Unused o -> "unused " + o.connection();
      case AssociationOutput.Shut o -> "shut " + o.connection();
      case AssociationOutput.Deliver o -> "deliver " + text(o.signal());
      case AssociationOutput.Dropped o -> "dropped " + o.signals();
      case AssociationOutput.Forgotten _ -> "forgotten";
    };
  }

  private static String text(AssociationMessage message) {
    return switch (message) {
      case AssociationMessage.Hello m -> "hello " + time(m.epoch()) + " " + time(m.generation());
      case AssociationMessage.CloseRequest _ -> "close_request";
      case AssociationMessage.CloseAck m -> "close_ack" + text(m.kept());
      case AssociationMessage.CloseRefused _ -> "close_refused";
      case AssociationMessage.CloseDone m -> "close_done" + text(m.kept());
      case AssociationMessage.Ping _ -> "ping";
      case AssociationMessage.Pong _ -> "pong";
      case AssociationMessage.Check m -> "check " + time(m.epoch());
      case AssociationMessage.Checked m -> "checked " + time(m.asked()) + " " + time(m.epoch());
    };
  }

  private static String text(Kept kept) {
    return switch (kept) {
      case NOTHING -> "";
      case RELATIONS -> " related";
      case UNTOLD -> " untold";
    };
  }

  private static String time(long nanos) {
    long seconds = nanos / SECOND;
    return nanos % SECOND == 0 ? seconds + "s" : seconds + "s+" + nanos % SECOND;
  }

  private static String text(Signal signal) {
    return switch (signal) {
      case Signal.Send s -> "message " + s.from().id();
      case Signal.Link s -> "link " + s.from().id();
      case Signal.Unlink s -> "unlink " + s.from().id();
      case Signal.UnlinkAck s -> "unlink_ack " + s.from().id();
      case Signal.Exit s -> "exit " + s.from().id() + reason(s.reason().equals(NOCONNECTION));
      case Signal.Monitor s -> "monitor " + s.from().id();
      case Signal.Demonitor s -> "demonitor " + s.from().id();
      case Signal.Down s -> "down " + s.to().id() + reason(s.reason().equals(NOCONNECTION));
      default -> signal.toString();
    };
  }

  private static final Atom NOCONNECTION = ExitReason.NOCONNECTION;

  private static String reason(boolean noconnection) {
    return noconnection ? " noconnection" : "";
  }

  private String deadline() {
    long deadline = association.nextDeadline();
    return deadline == Long.MAX_VALUE ? "never" : Duration.ofNanos(deadline).toSeconds() + "s";
  }
}
