package io.tempelhof.core.association;

import static io.tempelhof.core.association.AssociationState.CLOSING;
import static io.tempelhof.core.association.AssociationState.GREETING;
import static io.tempelhof.core.association.AssociationState.LEAVING;
import static io.tempelhof.core.association.AssociationState.UP;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.tempelhof.core.association.AssociationInput.Opened;
import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.association.AssociationMessage.Check;
import io.tempelhof.core.association.AssociationMessage.Checked;
import io.tempelhof.core.association.AssociationMessage.CloseAck;
import io.tempelhof.core.association.AssociationMessage.CloseDone;
import io.tempelhof.core.association.AssociationMessage.CloseRefused;
import io.tempelhof.core.association.AssociationMessage.CloseRequest;
import io.tempelhof.core.association.AssociationMessage.Hello;
import io.tempelhof.core.association.AssociationMessage.Kept;
import io.tempelhof.core.association.AssociationMessage.Ping;
import io.tempelhof.core.association.AssociationMessage.Pong;
import io.tempelhof.core.signal.Signal;
import org.jspecify.annotations.Nullable;

/// What is said on one connection, from the hello to the close handshake: how much, when, and
/// whether the other end is alive. What follows from its {@link Progress} is the association's
/// matter.
///
/// An idle connection is *pinned* if it must not be closed, and then it is ticked.
final class Conversation {
  /// Ticks of an Erlang node are answered, at most so often: its {@code net_ticktime} may be short.
  private static final long ECHO_NANOS = SECONDS.toNanos(1);

  private static final long NEVER = Long.MAX_VALUE;

  /// What an input did to the connection.
  sealed interface Progress {
    /// The ordinary ones.
    enum Step implements Progress {
      /// Nothing that matters beyond.
      NONE,
      /// The other end wants it to stay open: it carries signals again.
      RESUMED,
      /// We have agreed to close it.
      LEFT,
      /// Both ends have agreed, everything has arrived both ways.
      SETTLED
    }

    /// The other end has said its hello.
    record Greeted(Hello hello) implements Progress {}

    /// It is of no more use.
    record Broken(String reason) implements Progress {}
  }

  final long number;
  final int creation;
  final boolean extended;
  final boolean dialled;
  final boolean byway;
  private final AssociationSettings settings;
  private final Pins pins;
  private final Liveness liveness;
  private AssociationState state = GREETING;

  /// A better one waits.
  private boolean givesWay;

  /// A signal of a user went over it, either way.
  private boolean carried;

  private @Nullable Hello hello;
  private long deadline;
  private long sentAt;
  private long silentSince;

  /// When the ping was written that has not been answered.
  private long pingedAt = NEVER;

  private long roundTrip;

  /// @param pins what keeps it open while it is in use
  Conversation(Opened opened, AssociationSettings settings, Pins pins, long now) {
    this.number = opened.connection();
    this.creation = opened.creation();
    this.extended = opened.extended();
    this.dialled = opened.dialled();
    this.byway = opened.byway();
    this.settings = settings;
    this.pins = pins;
    this.liveness = new Liveness(opened.extended(), settings, now);
    this.sentAt = now - settings.recentNanos();
    this.deadline = now + settings.helloNanos();
  }

  /// {@code GREETING}, {@code UP}, {@code CLOSING} or {@code LEAVING}.
  AssociationState state() {
    return state;
  }

  /// What the other end said first; null until then, and for ever unless {@link #extended}.
  @Nullable Hello hello() {
    return hello;
  }

  /// Whether its users needed it, and not the overlay alone.
  boolean hasCarried() {
    return carried;
  }

  /// Whether the other end has said hello on it, and later than that one.
  boolean isMeantAfter(Hello earlier) {
    return hello != null && hello.generation() > earlier.generation();
  }

  void greet(Hello ours, Turn turn) {
    deadline = turn.now() + settings.helloNanos();
    tell(ours, turn);
  }

  /// From now on it carries signals.
  void serve(Turn turn) {
    state = UP;
    startIdling(turn);
    turn.does(new AssociationOutput.Up(number, creation, extended, dialled));
    turn.does(new AssociationOutput.OpenGate(number));
  }

  void write(Signal signal, Turn turn) {
    carried = true;
    sentAt = turn.now();
    startIdling(turn);
    liveness.wrote(turn.now());
    turn.does(new AssociationOutput.Write(number, signal));
  }

  void shut(String reason, Turn turn) {
    turn.does(new AssociationOutput.Shut(number, reason));
  }

  /// What the other end's association says.
  ///
  /// @param received user signals that were read before it
  Progress told(AssociationMessage message, long received, Turn turn) {
    carried |= received > 0;
    return switch (message) {
      case Hello m when hello == null && extended -> {
        hello = m;
        yield new Progress.Greeted(m);
      }
      case CloseRequest m when state == UP || state == CLOSING ->
          m.sent() == received ? closeRequested(turn) : miscounted(m.sent(), received);
      case CloseAck m when state == CLOSING ->
          m.sent() == received ? closeAgreed(m.kept(), turn) : miscounted(m.sent(), received);
      case CloseRefused _ when state == CLOSING -> {
        state = UP;
        startIdling(turn);
        yield Progress.Step.RESUMED;
      }
      case CloseDone m when state == LEAVING -> settled(m.kept());
      case Ping _ when state == UP -> {
        tell(new Pong(), turn);
        yield Progress.Step.NONE;
      }
      case Pong _ when pingedAt != NEVER -> {
        roundTrip = Math.max(1, turn.now() - pingedAt);
        pingedAt = NEVER;
        yield Progress.Step.NONE;
      }
      case Ping _, Pong _ when state != GREETING -> Progress.Step.NONE;
      case Hello _,
          CloseRequest _,
          CloseAck _,
          CloseRefused _,
          CloseDone _,
          Ping _,
          Pong _,
          Check _,
          Checked _ ->
          new Progress.Broken("unexpected " + message + " while " + state);
    };
  }

  /// We fall silent. Only from {@code UP}.
  void requestClose(Turn turn) {
    state = CLOSING;
    deadline = turn.now() + settings.closeNanos();
    tell(new CloseRequest(AssociationMessage.UNCOUNTED), turn);
  }

  /// A better one is there at both ends: this one is to be closed as soon as no answer is awaited.
  void giveWay(Turn turn) {
    givesWay = true;
    if (state == UP && pins.relations.isSettled()) {
      requestClose(turn);
    }
  }

  private boolean refusesToClose(Turn turn) {
    return givesWay
        ? !pins.relations.isSettled()
        : !pins.isEmpty() || turn.now() - sentAt < settings.recentNanos();
  }

  private Progress closeRequested(Turn turn) {
    if (state == CLOSING) {
      // Crossed requests: both want to close, but neither has said yet that all has arrived.
      return leave(new CloseDone(pins.kept()), turn);
    }
    if (refusesToClose(turn)) {
      tell(new CloseRefused(), turn);
      return Progress.Step.NONE;
    }
    return leave(new CloseAck(AssociationMessage.UNCOUNTED, pins.kept()), turn);
  }

  private Progress leave(AssociationMessage lastWord, Turn turn) {
    tell(lastWord, turn);
    state = LEAVING;
    deadline = turn.now() + settings.closeNanos();
    return Progress.Step.LEFT;
  }

  private Progress closeAgreed(Kept theirs, Turn turn) {
    tell(new CloseDone(pins.kept()), turn);
    return settled(theirs);
  }

  /// What one end holds on to the other one must, or it would wait for ever for what never comes.
  private Progress settled(Kept theirs) {
    return theirs == Kept.UNTOLD || theirs == pins.kept()
        ? Progress.Step.SETTLED
        : new Progress.Broken("one end holds links or monitors, the other one none");
  }

  private static Progress miscounted(long sent, long received) {
    return new Progress.Broken("the other end sent " + sent + " signals, " + received + " arrived");
  }

  /// Somebody wants to know how long an answer takes. No signal: it keeps no connection open.
  void probe(Turn turn) {
    if (state == UP && extended) {
      ping(turn);
    }
  }

  /// Nanoseconds between the last ping that was answered and its answer; 0 before the first.
  long roundTrip() {
    return roundTrip;
  }

  private void ping(Turn turn) {
    if (pingedAt == NEVER || turn.now() - pingedAt > settings.tickNanos()) {
      pingedAt = turn.now();
    }
    tell(new Ping(), turn);
  }

  /// Whether one end watches the other closely.
  void watch(boolean closely, Turn turn) {
    liveness.watch(closely, turn.now());
  }

  /// The silence that makes a connection idle begins anew.
  void startIdling(Turn turn) {
    silentSince = turn.now();
  }

  /// A tick was read, and this is no extended connection.
  void echoTick(Turn turn) {
    if (turn.now() - liveness.writtenAt() >= ECHO_NANOS) {
      tick(turn);
    }
  }

  /// Does what is due.
  ///
  /// @param late the timer came much later than asked for
  Progress timer(Traffic traffic, long idleNanos, boolean late, Turn turn) {
    if (state == UP) {
      return upkeep(traffic, idleNanos, late, turn);
    }
    if (turn.now() < deadline(idleNanos)) {
      return Progress.Step.NONE;
    }
    if (late) {
      deadline = turn.now() + settings.tickNanos();
      return Progress.Step.NONE;
    }
    return new Progress.Broken(state == GREETING ? "no hello" : "no answer to the wish to close");
  }

  private Progress upkeep(Traffic traffic, long idleNanos, boolean late, Turn turn) {
    silentSince = Math.max(silentSince, traffic.lastSignalAt());
    switch (liveness.check(traffic, stays(), late, turn.now())) {
      case FINE -> {}
      case QUIET -> turn.does(new AssociationOutput.Quiet(number, true));
      case HEARD -> turn.does(new AssociationOutput.Quiet(number, false));
      case TICK -> tick(turn);
      case PING -> ping(turn);
      case SILENT -> {
        return new Progress.Broken("nothing heard for too long");
      }
    }
    if (!stays() && turn.now() >= silentSince + idleNanos) {
      requestClose(turn);
    }
    return Progress.Step.NONE;
  }

  /// When {@link #timer} is due.
  long deadline(long idleNanos) {
    if (state != UP) {
      return deadline;
    }
    boolean stays = stays();
    long idle = stays ? NEVER : silentSince + idleNanos;
    return Math.min(idle, liveness.deadline(stays));
  }

  /// Whether it is not to be closed when idle, and therefore ticked.
  private boolean stays() {
    return !extended || !pins.isEmpty();
  }

  /// The same while another connection is in use: one that has said its hello waits for its end.
  long deadlineWhileWaiting() {
    return hello == null ? deadline : NEVER;
  }

  private void tick(Turn turn) {
    liveness.wrote(turn.now());
    turn.does(new AssociationOutput.Tick(number));
  }

  private void tell(AssociationMessage message, Turn turn) {
    liveness.wrote(turn.now());
    turn.does(new AssociationOutput.Tell(number, message));
  }
}
