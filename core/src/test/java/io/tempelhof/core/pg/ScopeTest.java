package io.tempelhof.core.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private static final Atom HERE = Atom.of("here@host");
  private static final Atom THERE = Atom.of("there@host");
  private static final Pid SELF = new Pid(HERE, 1, 0, 1);
  private static final Pid A = new Pid(HERE, 10, 0, 1);
  private static final Pid B = new Pid(HERE, 11, 0, 1);
  private static final Pid THEIR_SCOPE = new Pid(THERE, 1, 0, 7);
  private static final Pid X = new Pid(THERE, 10, 0, 7);
  private static final Term GROUP = Atom.of("group");
  private static final Term OTHER = Atom.of("other");

  private final Scope scope = new Scope(SELF);
  private long now = 5;

  private List<ScopeOutput> step(ScopeInput input) {
    List<ScopeOutput> out = new ArrayList<>();
    scope.step(input, now, out::add);
    return out;
  }

  private List<ScopeOutput> hear(PgMessage message) {
    return step(new ScopeInput.Heard(message));
  }

  @Test
  void watchesAMemberOnceHoweverOftenItJoins() {
    assertThat(step(new ScopeInput.Join(GROUP, List.of(A, A))))
        .containsExactly(new ScopeOutput.Watch(A), new ScopeOutput.Joined(GROUP, List.of(A, A)));
    assertThat(step(new ScopeInput.Join(OTHER, List.of(A))))
        .containsExactly(new ScopeOutput.Joined(OTHER, List.of(A)));
    assertThat(step(new ScopeInput.Leave(GROUP, List.of(A, A, A))))
        .containsExactly(new ScopeOutput.Left(GROUP, List.of(A, A)));
    assertThat(step(new ScopeInput.Leave(OTHER, List.of(A))))
        .containsExactly(new ScopeOutput.Unwatch(A), new ScopeOutput.Left(OTHER, List.of(A)));
    assertThat(step(new ScopeInput.Leave(OTHER, List.of(A)))).isEmpty();
  }

  @Test
  void tellsAScopeOfAllMembersBeforeItTellsOfChanges() {
    step(new ScopeInput.Join(GROUP, List.of(A)));
    assertThat(step(new ScopeInput.NodeUp(THERE, true)))
        .containsExactly(new ScopeOutput.Call(THERE, new PgMessage.Discover(SELF)));
    assertThat(step(new ScopeInput.Leave(GROUP, List.of(A))))
        .as("it has not been met")
        .noneMatch(ScopeOutput.Send.class::isInstance);
    step(new ScopeInput.Join(GROUP, List.of(B)));
    assertThat(hear(new PgMessage.Sync(THEIR_SCOPE, Map.of(GROUP, List.of(X)))))
        .containsExactly(
            new ScopeOutput.Watch(THEIR_SCOPE),
            new ScopeOutput.Send(THEIR_SCOPE, new PgMessage.Sync(SELF, Map.of(GROUP, List.of(B)))),
            new ScopeOutput.Joined(GROUP, List.of(X)));
    assertThat(step(new ScopeInput.Leave(GROUP, List.of(B))))
        .endsWith(
            new ScopeOutput.Send(
                THEIR_SCOPE, new PgMessage.Leave(SELF, List.of(B), List.of(GROUP))));
    assertThat(scope.members(GROUP)).containsExactly(X);
    assertThat(scope.localMembers(GROUP)).isEmpty();
  }

  @Test
  void asksAStrangerWhoIsThere() {
    assertThat(hear(new PgMessage.Discover(THEIR_SCOPE)))
        .containsExactly(
            new ScopeOutput.Watch(THEIR_SCOPE),
            new ScopeOutput.Send(THEIR_SCOPE, new PgMessage.Sync(SELF, Map.of())),
            new ScopeOutput.Send(THEIR_SCOPE, new PgMessage.Discover(SELF)));
    assertThat(hear(new PgMessage.Discover(THEIR_SCOPE)))
        .containsExactly(new ScopeOutput.Send(THEIR_SCOPE, new PgMessage.Sync(SELF, Map.of())));
  }

  @Test
  void takesWhatDiffersFromASync() {
    hear(new PgMessage.Sync(THEIR_SCOPE, Map.of(GROUP, List.of(X, X), OTHER, List.of(X))));
    Pid y = new Pid(THERE, 11, 0, 7);
    assertThat(hear(new PgMessage.Sync(THEIR_SCOPE, Map.of(GROUP, List.of(y, X)))))
        .containsExactlyInAnyOrder(
            new ScopeOutput.Left(GROUP, List.of(X)),
            new ScopeOutput.Left(OTHER, List.of(X)),
            new ScopeOutput.Joined(GROUP, List.of(y)));
  }

  @Test
  void forgetsTheMembersOfALostScopeAndNoOthers() {
    step(new ScopeInput.Join(GROUP, List.of(A)));
    hear(new PgMessage.Sync(THEIR_SCOPE, Map.of(GROUP, List.of(X))));
    assertThat(step(new ScopeInput.Down(THEIR_SCOPE)))
        .containsExactly(new ScopeOutput.Left(GROUP, List.of(X)));
    assertThat(scope.members(GROUP)).containsExactly(A);
    assertThat(hear(new PgMessage.Join(THEIR_SCOPE, GROUP, List.of(X)))).isEmpty();
    assertThat(scope.ignored()).isEqualTo(1);
  }

  @Test
  void tellsOfAMembersEndInOneMessage() {
    hear(new PgMessage.Sync(THEIR_SCOPE, Map.of()));
    step(new ScopeInput.Join(GROUP, List.of(A, A)));
    step(new ScopeInput.Join(OTHER, List.of(A)));
    assertThat(step(new ScopeInput.Down(A)))
        .endsWith(
            new ScopeOutput.Send(
                THEIR_SCOPE, new PgMessage.Leave(SELF, List.of(A), List.of(GROUP, GROUP, OTHER))));
    assertThat(scope.members(GROUP)).isEmpty();
  }

  @Test
  void seeksOnAGenuineNodeUntilThereIsAScope() {
    ScopeOutput call = new ScopeOutput.Call(THERE, new PgMessage.Discover(SELF));
    step(new ScopeInput.NodeUp(THERE, true));
    long interval = Scope.SEEK_FIRST_NANOS;
    for (int i = 0; i < 8; i++) {
      assertThat(scope.nextDeadline()).isEqualTo(now + interval);
      now = scope.nextDeadline();
      assertThat(step(new ScopeInput.Timer())).containsExactly(call);
      interval = Math.min(2 * interval, Scope.SEEK_MAX_NANOS);
    }
    hear(new PgMessage.Sync(THEIR_SCOPE, Map.of()));
    assertThat(scope.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    step(new ScopeInput.Down(THEIR_SCOPE));
    assertThat(scope.nextDeadline()).as("it may be started again").isLessThan(Long.MAX_VALUE);
    step(new ScopeInput.NodeDown(THERE));
    assertThat(scope.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    step(new ScopeInput.NodeUp(THERE, false));
    assertThat(scope.nextDeadline()).as("ours would have come").isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void tellsANodeWithoutRoomNothingUntilItCanTellAll() {
    step(new ScopeInput.NodeUp(THERE, false));
    hear(new PgMessage.Sync(THEIR_SCOPE, Map.of(GROUP, List.of(X))));
    step(new ScopeInput.Join(GROUP, List.of(A)));
    step(new ScopeInput.NoRoom(THERE));
    assertThat(step(new ScopeInput.Join(GROUP, List.of(B))))
        .as("it is behind")
        .noneMatch(ScopeOutput.Send.class::isInstance);
    assertThat(scope.members(GROUP)).as("its own are known still").containsExactly(X, A, B);
    now = scope.nextDeadline();
    assertThat(step(new ScopeInput.Timer()))
        .containsExactly(
            new ScopeOutput.Send(
                THEIR_SCOPE, new PgMessage.Sync(SELF, Map.of(GROUP, List.of(A, B)))),
            new ScopeOutput.Send(THEIR_SCOPE, new PgMessage.Discover(SELF)));
    assertThat(scope.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(step(new ScopeInput.Leave(GROUP, List.of(B))))
        .endsWith(
            new ScopeOutput.Send(
                THEIR_SCOPE, new PgMessage.Leave(SELF, List.of(B), List.of(GROUP))));
  }

  @Test
  void introducesItselfAgainWhereThereWasNoRoom() {
    ScopeOutput call = new ScopeOutput.Call(THERE, new PgMessage.Discover(SELF));
    assertThat(step(new ScopeInput.NodeUp(THERE, false))).containsExactly(call);
    step(new ScopeInput.NoRoom(THERE));
    now = scope.nextDeadline();
    assertThat(step(new ScopeInput.Timer())).containsExactly(call);
    assertThat(scope.nextDeadline()).as("ours has heard it").isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void takesNoMoreMembersThanItCanKeep() {
    List<Pid> half = new ArrayList<>();
    for (int i = 0; i <= Scope.MEMBERSHIPS_MAX / 2; i++) {
      half.add(X);
    }
    hear(new PgMessage.Sync(THEIR_SCOPE, Map.of(GROUP, half)));
    assertThat(hear(new PgMessage.Join(THEIR_SCOPE, OTHER, half))).isEmpty();
    assertThat(scope.ignored()).isEqualTo(1);
    assertThat(scope.members(OTHER)).isEmpty();
  }

  @Test
  void neverLetsAStrictScopeCrashAndAgreesWithItInTheEnd() {
    for (long seed = 1; seed <= 300; seed++) {
      Conversation conversation = new Conversation(seed);
      try {
        for (int i = 0; i < 200; i++) {
          conversation.happen();
        }
        conversation.settle();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  /// A scope of ours and a strict one, over a connection that comes and goes.
  private static final class Conversation {
    private final Random random;
    private final Deque<PgMessage> toUs = new ArrayDeque<>();
    private final Deque<PgMessage> toThem = new ArrayDeque<>();
    private final Scope ours = new Scope(SELF);
    private StrictScope theirs = strict(1);
    private boolean connected;
    private boolean room = true;
    private boolean refused;
    private int restarts = 1;
    private long now;

    Conversation(long seed) {
      random = new Random(seed);
    }

    private StrictScope strict(int number) {
      return new StrictScope(
          new Pid(THERE, number, 0, 7),
          (_, message) -> {
            if (connected) {
              toUs.add(message);
            }
          });
    }

    private void step(ScopeInput input) {
      ours.step(
          input,
          now,
          output -> {
            switch (output) {
              case ScopeOutput.Call(_, PgMessage message) -> say(message);
              case ScopeOutput.Send(Pid to, PgMessage message) -> {
                if (to.equals(theirs.self)) {
                  say(message);
                }
              }
              case ScopeOutput.Watch _, ScopeOutput.Unwatch _ -> {}
              case ScopeOutput.Joined _, ScopeOutput.Left _ -> {}
            }
          });
      if (refused) {
        refused = false;
        step(new ScopeInput.NoRoom(THERE));
      }
    }

    private void say(PgMessage message) {
      if (!room) {
        refused = true;
      } else if (connected) {
        toThem.add(message);
      }
    }

    void happen() {
      now += 100_000_000;
      Term group = random.nextBoolean() ? GROUP : OTHER;
      Pid member = random.nextBoolean() ? A : B;
      switch (random.nextInt(18)) {
        case 0, 1 -> step(new ScopeInput.Join(group, List.of(member)));
        case 2 -> step(new ScopeInput.Join(group, List.of(A, B, A)));
        case 3, 4 -> step(new ScopeInput.Leave(group, List.of(member)));
        case 5 -> step(new ScopeInput.Leave(group, List.of(B, B, A)));
        case 6 -> step(new ScopeInput.Down(member));
        case 7, 8 -> theirs.join(group, X);
        case 9 -> theirs.leaveOne(group, X);
        case 10 -> {
          if (!connected) {
            connect();
          } else if (random.nextInt(4) == 0) {
            disconnect();
          }
        }
        case 11 -> {
          if (random.nextInt(6) == 0) {
            restart();
          }
        }
        case 12 -> room = !room;
        default -> deliver();
      }
    }

    private void connect() {
      connected = true;
      step(new ScopeInput.NodeUp(THERE, true));
    }

    private void disconnect() {
      connected = false;
      toUs.clear();
      toThem.clear();
      theirs.lost(SELF);
      step(new ScopeInput.Down(theirs.self));
      step(new ScopeInput.NodeDown(THERE));
    }

    private void restart() {
      Pid old = theirs.self;
      theirs = strict(++restarts);
      // What it said arrives before the news of its end; what is on its way to it does not.
      while (!toUs.isEmpty()) {
        step(new ScopeInput.Heard(toUs.remove()));
      }
      toThem.clear();
      step(new ScopeInput.Down(old));
    }

    private void deliver() {
      if (random.nextBoolean() && !toThem.isEmpty()) {
        theirs.hear(toThem.remove());
      } else if (!toUs.isEmpty()) {
        step(new ScopeInput.Heard(toUs.remove()));
      }
      step(new ScopeInput.Timer());
    }

    void settle() {
      room = true;
      if (!connected) {
        connect();
      }
      now += Scope.SEEK_MAX_NANOS;
      step(new ScopeInput.Timer());
      while (!toThem.isEmpty() || !toUs.isEmpty()) {
        deliver();
      }
      for (Term group : List.of(GROUP, OTHER)) {
        assertThat(ours.members(group)).containsExactlyInAnyOrderElementsOf(theirs.members(group));
      }
    }
  }
}
