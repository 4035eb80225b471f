package io.tempelhof.net;

import io.netty.util.concurrent.Future;
import io.tempelhof.core.handshake.Extension;
import io.tempelhof.core.handshake.Handshake;
import io.tempelhof.core.handshake.HandshakeFailure;
import io.tempelhof.core.handshake.HandshakeFailure.Reason;
import io.tempelhof.core.handshake.HandshakeInput;
import io.tempelhof.core.handshake.HandshakeOutput;
import io.tempelhof.core.handshake.HandshakeOutput.Established;
import io.tempelhof.core.handshake.Verdict;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.wire.Framing;
import io.tempelhof.core.wire.PacketSplitter.Refusal;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A connection's first phase: carries packets between the socket and a {@link Handshake}.
final class Handshaking implements Connection.Phase {
  /// What only the node knows, and what the sides of a handshake do differently: a side is never
  /// asked what is another one's part. Called on the connection's loop.
  interface Side {
    /// What the node says to this incoming attempt.
    default Verdict judge(NodeName peer, int creation, @Nullable Extension extension) {
      throw new IllegalStateException("asked for a verdict on its own attempt");
    }

    /// Runs {@code gone} on the connection's loop when the older connection to {@code peer} is
    /// over.
    default void supersede(NodeName peer, Runnable gone) {
      throw new IllegalStateException("asked to supersede a connection by its own attempt");
    }

    /// The peer's own attempt goes on instead of this one.
    default void yielded() {
      throw new IllegalStateException("yielded in an attempt of the peer");
    }

    /// The peer has given this node a name.
    default void named(NodeName name, int creation) {
      throw new IllegalStateException("given a name, but has one");
    }

    /// The handshake is over; the connection's next phase is to be entered now.
    void established(Established established);

    /// There will be no connection; the socket is being closed.
    void failed(HandshakeFailure failure);
  }

  private final Handshake machine;
  private final Side side;
  private @Nullable Connection connection;
  private @Nullable Future<?> timer;
  private boolean over;

  Handshaking(Handshake machine, Side side) {
    this.machine = machine;
    this.side = side;
  }

  /// The socket is connected.
  void begin(Connection with) {
    connection = with;
    step(new HandshakeInput.Opened());
  }

  /// What is being waited for, in the words of a log line.
  String progress() {
    return machine.progress(Clock.now());
  }

  /// Ends the handshake from outside: its time is up, or another connection was made.
  void giveUp(HandshakeFailure failure) {
    if (!over) {
      fail(failure);
    }
  }

  @Override
  public boolean packet(byte[] bytes, int from, int to) {
    step(new HandshakeInput.Received(Arrays.copyOfRange(bytes, from, to)));
    return true;
  }

  @Override
  public void refused(Refusal refusal) {
    fail(new HandshakeFailure(Reason.MALFORMED, refusal.reason(), false));
  }

  @Override
  public void paused() {}

  @Override
  public boolean isBusy() {
    return false;
  }

  @Override
  public void more() {}

  @Override
  public void written(long smallBytes, long largeBytes) {}

  @Override
  public void closed(String reason) {
    // A socket that came up too late never began.
    if (connection != null) {
      step(new HandshakeInput.Closed());
    }
  }

  private void step(HandshakeInput input) {
    if (over) {
      return;
    }
    machine.step(input, Clock.now(), this::perform);
    if (!over) {
      schedule();
    }
  }

  private void perform(HandshakeOutput output) {
    Connection on = current();
    switch (output) {
      case HandshakeOutput.Send(byte[] packet) -> {
        byte[] framed = Framing.HANDSHAKE.packet(packet);
        on.gather(framed.length).writeBytes(framed);
        on.flush();
      }
      case HandshakeOutput.Ask(NodeName peer, int creation, Extension extension) ->
          step(new HandshakeInput.Answered(side.judge(peer, creation, extension)));
      case HandshakeOutput.Supersede(NodeName peer) ->
          side.supersede(peer, () -> step(new HandshakeInput.OlderGone()));
      case HandshakeOutput.Yielded() -> side.yielded();
      case HandshakeOutput.Named(NodeName name, int creation) -> side.named(name, creation);
      case Established established -> {
        end();
        on.splitter().switchTo(Framing.FRAMES);
        side.established(established);
      }
      case HandshakeOutput.Failed(HandshakeFailure failure) -> fail(failure);
    }
  }

  private void fail(HandshakeFailure failure) {
    end();
    current().abort(failure.detail());
    side.failed(failure);
  }

  private void end() {
    over = true;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void schedule() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    long deadline = machine.nextDeadline();
    if (deadline != Long.MAX_VALUE) {
      timer =
          current()
              .loop()
              .schedule(
                  () -> step(new HandshakeInput.Woken()),
                  deadline - Clock.now(),
                  TimeUnit.NANOSECONDS);
    }
  }

  private Connection current() {
    if (connection == null) {
      throw new IllegalStateException("handshake before its connection");
    }
    return connection;
  }
}
