package io.tempelhof.core.handshake;

import io.tempelhof.core.handshake.HandshakeFailure.Reason;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One side of one handshake: the node that made the connection or the one that accepted it. A step
/// machine without socket, clock or thread; once it has said {@link HandshakeOutput.Established} or
/// {@link HandshakeOutput.Failed} it ignores every further input.
///
/// What both sides have in common is here: at any moment a side *awaits* one thing, a packet of the
/// peer or a word of its own node, for a limited time. What it does when that comes, and what it
/// awaits then, is the side's own part.
public abstract sealed class Handshake permits Initiator, Acceptor {
  /// How long a peer may take, in nanoseconds (OTP's {@code net_setuptime}: 7 s): for each packet
  /// when we made the connection, for all of them when it did and may be anyone.
  public static final long PATIENCE_NANOS = 7_000_000_000L;

  /// A deadline noticed this late is our own doing: the log says so.
  private static final long LATE_NANOS = 1_000_000_000L;

  /// What a side does with the packet it awaited.
  interface Turn {
    void take(byte[] packet, long now, Consumer<HandshakeOutput> out);
  }

  private Turn turn = Handshake::unopened;
  private String awaited = "the socket";
  private @Nullable Class<? extends HandshakeInput> question;
  private long began;
  private long since;
  private long deadline = Long.MAX_VALUE;
  private boolean over;

  /// Takes one input and says what is to be done, in order.
  ///
  /// @param now the time in nanoseconds
  public final void step(HandshakeInput input, long now, Consumer<HandshakeOutput> out) {
    if (over) {
      return;
    }
    switch (input) {
      case HandshakeInput.Opened() -> {
        began = now;
        begin(now, out);
      }
      case HandshakeInput.Received(byte[] packet) -> turn.take(packet, now, out);
      case HandshakeInput.Closed() -> closed(awaited, out);
      case HandshakeInput.Woken() -> {
        if (now >= deadline) {
          late(awaited, now, out);
        }
      }
      case HandshakeInput.Answered(Verdict verdict) -> {
        requireAsked(input);
        answered(verdict, now, out);
      }
      case HandshakeInput.OlderGone() -> {
        requireAsked(input);
        olderGone(out);
      }
    }
  }

  private static void unopened(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    throw new IllegalStateException("received before opened");
  }

  private void requireAsked(HandshakeInput answer) {
    if (!answer.getClass().equals(question)) {
      throw new IllegalStateException(answer + " while we waited for " + awaited);
    }
    question = null;
  }

  /// When to step with {@link HandshakeInput.Woken}, in nanoseconds; {@link Long#MAX_VALUE} for
  /// never.
  public final long nextDeadline() {
    return deadline;
  }

  /// What it is waiting for and for how long, in the words of a log line.
  public final String progress(long now) {
    return "waited %s for %s, %s after it was connected"
        .formatted(seconds(now - since), awaited, seconds(now - began));
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  /// The socket is connected.
  abstract void begin(long now, Consumer<HandshakeOutput> out);

  /// The node's answer has come, if this side asks for one.
  void answered(Verdict verdict, long now, Consumer<HandshakeOutput> out) {}

  /// The older connection is gone, if this side asks for that.
  void olderGone(Consumer<HandshakeOutput> out) {}

  /// The peer has closed the socket.
  void closed(String awaited, Consumer<HandshakeOutput> out) {
    fail(Reason.CLOSED, "it closed the connection while we waited for " + awaited, out);
  }

  /// The deadline has passed.
  void late(String awaited, long now, Consumer<HandshakeOutput> out) {
    long late = now - deadline;
    String ours = late < LATE_NANOS ? "" : " (and this node was " + seconds(late) + " late itself)";
    fail(Reason.TIMED_OUT, progress(now) + ours, out);
  }

  /// When the peer's patience with us, or ours with it, ends if it is silent from now on.
  ///
  /// @param began when the socket was connected
  abstract long deadline(long began, long now);

  /// Waits for a word of our own node; the peer has to be silent.
  ///
  /// @param what in the words of a log line
  final void await(String what, Class<? extends HandshakeInput> answer, long now) {
    await(what, (early, _, out) -> malformed(early, out), now);
    question = answer;
  }

  /// Waits for a packet.
  ///
  /// @param what in the words of a log line
  final void await(String what, Turn next, long now) {
    awaited = what;
    turn = next;
    question = null;
    since = now;
    deadline = deadline(began, now);
  }

  /// The packet is not what was awaited.
  final void malformed(byte[] packet, Consumer<HandshakeOutput> out) {
    fail(Reason.MALFORMED, Quoted.of(packet) + " came in place of " + awaited, out);
  }

  final void fail(Reason reason, String detail, Consumer<HandshakeOutput> out) {
    fail(new HandshakeFailure(reason, detail), out);
  }

  final void fail(HandshakeFailure failure, Consumer<HandshakeOutput> out) {
    end();
    out.accept(new HandshakeOutput.Failed(failure));
  }

  final void establish(HandshakeOutput.Established established, Consumer<HandshakeOutput> out) {
    end();
    out.accept(established);
  }

  private void end() {
    over = true;
    deadline = Long.MAX_VALUE;
  }
}
