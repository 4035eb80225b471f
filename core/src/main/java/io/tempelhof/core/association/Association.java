package io.tempelhof.core.association;

import static io.tempelhof.core.association.AssociationState.CLOSING;
import static io.tempelhof.core.association.AssociationState.DORMANT;
import static io.tempelhof.core.association.AssociationState.GREETING;
import static io.tempelhof.core.association.AssociationState.LEAVING;
import static io.tempelhof.core.association.AssociationState.OPENING;
import static io.tempelhof.core.association.AssociationState.UP;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.association.AssociationMessage.Hello;
import io.tempelhof.core.association.Conversation.Progress;
import io.tempelhof.core.association.Conversation.Progress.Step;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What we share with one other node: the order of signals, those that wait for a connection, links
/// and monitors. It asks for a connection when there is something to say, agrees with the other end
/// to close it when both have fallen silent, so that links and monitors sleep, and tells our
/// processes {@code noconnection} when one breaks. {@link Holdings} says what is over then. The
/// protocol with its promises and states: `docs/protocol/association.md`.
public final class Association {
  /// A timer so much too late means that this JVM itself has stalled.
  private static final long STALL_NANOS = SECONDS.toNanos(2);

  private static final String MEANS_ANOTHER = "the other end means another connection";
  private static final long NEVER = Long.MAX_VALUE;

  private final NodeName self;
  private final NodeName other;
  private final AssociationSettings settings;
  private final IdlePeriod idle;
  private final Pins pins;
  private final Holdings held;
  private final Demand demand = new Demand();
  private final Dormancy dormancy;
  // A second one waits until the first has ended: only then do we say hello on it.
  private @Nullable Conversation connection;
  private @Nullable Conversation waiting;
  private Turn turn = new Turn(0, _ -> {});

  /// @param random spreads the closing of connections that were opened together
  public Association(
      NodeName self, NodeName other, AssociationSettings settings, RandomGenerator random) {
    this.self = self;
    this.other = other;
    this.settings = settings;
    this.pins = new Pins(settings.sleeps());
    this.held = new Holdings(pins.relations);
    this.idle = new IdlePeriod(settings, random);
    this.dormancy = new Dormancy(settings, random);
  }

  /// Takes one input. {@code out} is called for each output, in order, and must not call back.
  ///
  /// @param now nanoseconds of a clock that is never negative and never goes back while this
  ///   incarnation of our node lives, not even across forgotten associations
  public void step(AssociationInput input, long now, Consumer<AssociationOutput> out) {
    turn = new Turn(now, out);
    switch (input) {
      case AssociationInput.Say in -> say(in.signal());
      case AssociationInput.Unwritten in -> unwritten(in.connection());
      case AssociationInput.Heard in -> heard(in.connection(), in.signal());
      case AssociationInput.Opened in -> opened(new Conversation(in, settings, pins, now));
      case AssociationInput.Told in -> told(in);
      case AssociationInput.Ticked in when in.connection() == connection() && state() == UP ->
          inUse().echoTick(turn);
      case AssociationInput.Lost in -> lost(in.connection(), in.reason());
      case AssociationInput.Unreachable in -> unreachable(in);
      case AssociationInput.Assigned in -> assigned(in.role());
      case AssociationInput.Pinned in -> pinned(in.pinned());
      case AssociationInput.Collect _ when isCollectable() -> inUse().requestClose(turn);
      case AssociationInput.Probe _ when connection != null -> inUse().probe(turn);
      case AssociationInput.Ticked _, AssociationInput.Collect _, AssociationInput.Probe _ -> {}
      case AssociationInput.Severed in -> severed(in);
      case AssociationInput.Restarted in -> restarted(in.creation());
      case AssociationInput.Relayed in -> relayed(in.message());
      case AssociationInput.Timer in -> timer(in.traffic());
    }
  }

  /// When {@link AssociationInput.Timer} is due; {@link Long#MAX_VALUE} for never.
  public long nextDeadline() {
    return Math.min(
        waiting == null ? NEVER : waiting.deadlineWhileWaiting(),
        connection == null ? dormancy.deadline() : connection.deadline(idle.nanos()));
  }

  /// The number of the connection in use, on which the driver should run this association; 0
  /// without one.
  public long connection() {
    return connection == null ? 0 : connection.number;
  }

  /// Whether nothing would be lost by forgetting this association: a new one would do as well.
  public boolean isForgotten() {
    return state() == DORMANT && dormancy.deadline() == NEVER && !pins.wanted;
  }

  /// What it is about.
  public AssociationState state() {
    if (connection != null) {
      return connection.state();
    }
    return demand.stands() ? OPENING : DORMANT;
  }

  /// A copy of its state for tools.
  public AssociationSnapshot snapshot() {
    return new AssociationSnapshot(
        other,
        state(),
        connection(),
        held.history.epoch(),
        held.history.breaks(),
        pins.role,
        pins.wanted,
        pins.relations.size(),
        isCollectable(),
        held.outbox.size(),
        held.outbox.bytes(),
        idle.nanos(),
        connection == null ? 0 : connection.roundTrip());
  }

  // Signals.

  private void say(Signal signal) {
    AssociationState state = state();
    if (held.forgoes(signal, state == UP, turn)) {
      return;
    }
    if (state == UP) {
      write(signal);
    } else {
      held.outbox.add(signal);
      if (state == DORMANT) {
        connect();
      }
    }
  }

  private void write(Signal signal) {
    if (!held.endsNothing(signal, turn)) {
      pins.relations.outgoing(signal);
      inUse().write(signal, turn);
    }
  }

  /// A link or monitor that is lost would be held by one end only.
  private void unwritten(long number) {
    if (number == connection()) {
      abandon("a signal could not be written");
    }
  }

  private void heard(long number, Signal signal) {
    if (number == connection()) {
      pins.relations.incoming(signal);
    } else {
      Holdings.heardTooLate(signal, turn);
    }
  }

  // Opening.

  private void connect() {
    dormancy.end();
    turn.does(new AssociationOutput.Connect(demand.raise(turn.now())));
  }

  private void unreachable(AssociationInput.Unreachable in) {
    if (demand.isMeantBy(in.request()) && in.alive() && !held.isEmpty()) {
      turn.does(new AssociationOutput.TakeByway(in.request()));
    } else if (demand.isMeantBy(in.request())) {
      breakOff(in.reason());
    }
  }

  private void opened(Conversation c) {
    Conversation old = connection;
    if (old == null) {
      greet(c);
      return;
    }
    if (waiting != null) {
      waiting.shut("another connection was opened", turn);
    }
    waiting = c;
    if (c.creation != old.creation) {
      abandon("the other node has restarted");
    } else if (!c.extended || !old.extended) {
      abandon("replaced by a new connection");
    } else if (old.byway && !c.byway) {
      old.giveWay(turn);
    }
  }

  private void greet(Conversation c) {
    held.meet(c.creation, c.extended, turn);
    connection = c;
    demand.meet();
    dormancy.end();
    if (c.extended) {
      c.greet(held.history.hello(turn.now()), turn);
    }
    if (!c.extended || c.hello() != null) {
      serve(c);
    }
  }

  /// Both ends have said their hello, or the other end knows of none.
  private void serve(Conversation c) {
    Hello hello = c.hello();
    if (hello != null) {
      if (held.history.isStale(hello) || (waiting != null && waiting.isMeantAfter(hello))) {
        abandon(MEANS_ANOTHER);
        return;
      }
      held.agree(hello, turn);
    }
    if (waiting != null && waiting.hello() != null) {
      turnAway(waiting, MEANS_ANOTHER);
    }
    demand.forgetLosses();
    idle.opened(turn.now());
    c.serve(turn);
    held.outbox.drain(this::write);
  }

  // What the other end's association says.

  private void told(AssociationInput.Told in) {
    if (connection != null && in.connection() == connection.number) {
      progress(connection, connection.told(in.message(), in.received(), turn));
    } else if (waiting != null && in.connection() == waiting.number) {
      Conversation rival = waiting;
      switch (rival.told(in.message(), in.received(), turn)) {
        case Progress.Greeted greeted -> compare(inUse(), rival, greeted.hello());
        case Progress.Broken broken -> turnAway(rival, broken.reason());
        case Step.NONE, Step.RESUMED, Step.LEFT, Step.SETTLED ->
            throw new IllegalStateException(in + " to a connection that waits");
      }
    }
  }

  private void progress(Conversation c, Progress progress) {
    switch (progress) {
      case Step.NONE -> {}
      case Progress.Greeted _ -> serve(c);
      case Step.RESUMED -> held.outbox.drain(this::write);
      case Step.LEFT -> turn.does(new AssociationOutput.Gone(c.number, true, "idle"));
      case Step.SETTLED -> settle(c);
      case Progress.Broken broken -> abandon(broken.reason());
    }
  }

  /// The other end has said hello on a connection we have not chosen.
  private void compare(Conversation c, Conversation rival, Hello hello) {
    if (held.history.isStale(hello)) {
      turnAway(rival, MEANS_ANOTHER);
    } else if (c.state() == GREETING) {
      // Each end has chosen another of two connections: the choice of the greater name counts.
      if (self.compareTo(other) < 0) {
        abandon(MEANS_ANOTHER);
      }
    } else if (c.state() == UP) {
      abandon("the other end has given the connection up");
    } else if (c.state() == LEAVING && held.history.isSharedBy(hello)) {
      settle(c); // its confirmation is still on its way, but this says as much
    }
    // Else what is still to come on the old connection tells whether the other end closed or broke.
  }

  private void turnAway(Conversation rival, String reason) {
    rival.shut(reason, turn);
    dismiss(rival, reason);
  }

  /// The connection that waited has gone without having been used.
  private void dismiss(Conversation rival, String reason) {
    waiting = null;
    if (state() != GREETING) {
      turn.does(new AssociationOutput.Unused(rival.number, reason));
    }
  }

  private boolean isCollectable() {
    return state() == UP && inUse().extended && pins.isEmpty();
  }

  /// Everything that was sent has arrived, both ways.
  private void settle(Conversation c) {
    if (!pins.relations.isSettled()) {
      abandon("the other end closed a connection on which an answer is awaited");
      return;
    }
    c.shut("idle", turn);
    if (c.state() == CLOSING) {
      turn.does(new AssociationOutput.Gone(c.number, true, "idle"));
    }
    idle.closed(c.hasCarried(), turn.now());
    proceed(true);
  }

  private void lost(long number, String reason) {
    if (connection != null && number == connection.number) {
      ended(reason, false);
    } else if (waiting != null && number == waiting.number) {
      dismiss(waiting, reason);
    }
  }

  private void abandon(String reason) {
    inUse().shut(reason, turn);
    ended(reason, false);
  }

  /// @param over not the connection only, but whatever the two ends share
  private void ended(String reason, boolean over) {
    boolean unused = state() == GREETING;
    if (unused && waiting == null) {
      turn.does(new AssociationOutput.Unused(connection(), reason));
    }
    if (unused && !over && (waiting != null || demand.mayTryAgain())) {
      proceed(true);
    } else {
      breakOff(reason);
    }
  }

  private void breakOff(String reason) {
    long gone = state() == UP || state() == CLOSING ? connection() : 0;
    demand.forgetLosses();
    held.lose(reason, turn);
    if (gone != 0) {
      turn.does(new AssociationOutput.Gone(gone, false, reason));
    }
    proceed(false);
  }

  /// The connection that was in use is so no longer. What next?
  ///
  /// @param forPin a pin alone is reason enough to ask for another one: nothing has broken
  private void proceed(boolean forPin) {
    connection = null;
    demand.meet();
    pins.role = Role.DIRECT;
    Conversation next = waiting;
    if (next != null) {
      waiting = null;
      greet(next);
    } else if (!held.outbox.isEmpty() || (forPin && pins.wanted)) {
      connect();
    } else {
      rest();
    }
  }

  // Without a connection.

  /// Nothing is to be said.
  private void rest() {
    if (!pins.relations.isEmpty()) {
      dormancy.sleep(turn.now());
    } else if (pins.wanted) {
      dormancy.end();
    } else {
      dormancy.fade(idle.rememberedUntil());
      doWhatIsDue();
    }
  }

  private void doWhatIsDue() {
    switch (dormancy.due(held.history, turn)) {
      case NOTHING -> {}
      case SEEK -> connect();
      case FORGET -> turn.does(new AssociationOutput.Forgotten());
    }
  }

  private void relayed(AssociationMessage message) {
    if (dormancy.relayed(message, held.history, turn)) {
      breakOff(Holdings.OVER_THERE);
    }
    if (isForgotten()) {
      turn.does(new AssociationOutput.Forgotten());
    }
  }

  private void severed(AssociationInput.Severed in) {
    if (connection != null && connection.creation == in.creation()) {
      inUse().shut(in.reason(), turn);
      ended(in.reason(), !pins.relations.isEmpty());
    } else if (held.history.isWith(in.creation()) && (dormancy.isAsleep() || demand.stands())) {
      breakOff(in.reason());
    }
  }

  private void restarted(int creation) {
    if (connection == null && !pins.relations.isEmpty() && !held.history.isWith(creation)) {
      breakOff("the other node has restarted");
    }
  }

  // The node's and the user's wishes.

  private void assigned(Role role) {
    // Otherwise it was meant for a connection that is gone.
    if (state() == UP || state() == CLOSING) {
      pins.role = role;
      inUse().watch(role == Role.WATCH, turn);
      inUse().startIdling(turn);
    }
  }

  private void pinned(boolean wanted) {
    pins.wanted = wanted;
    if (connection != null) {
      connection.startIdling(turn);
    } else if (!demand.stands() && wanted) {
      connect();
    } else if (!demand.stands() && !dormancy.isAsleep()) {
      rest();
    }
  }

  private void timer(Traffic traffic) {
    boolean late = turn.now() - nextDeadline() > STALL_NANOS;
    if (waiting != null && turn.now() >= waiting.deadlineWhileWaiting()) {
      turnAway(waiting, "no hello");
    }
    if (connection != null) {
      progress(connection, connection.timer(traffic, idle.nanos(), late, turn));
    } else {
      doWhatIsDue();
    }
  }

  private Conversation inUse() {
    if (connection == null) {
      throw new IllegalStateException(state() + " without a connection");
    }
    return connection;
  }
}
