package io.tempelhof.core.signal;

import static io.tempelhof.core.signal.ExitReason.KILL;
import static io.tempelhof.core.signal.ExitReason.KILLED;
import static io.tempelhof.core.signal.ExitReason.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import org.junit.jupiter.api.Test;

/// The table of the Erlang reference manual, "Receiving exit signals", line by line.
class ReactionTest {
  private static final Pid SELF = new Pid(Atom.of("a@host"), 1, 0, 1);
  private static final Pid PEER = new Pid(Atom.of("b@host"), 2, 0, 1);
  private static final Atom BOOM = Atom.of("boom");

  @Test
  void aLinkedProcessTakesItsPeersReasonAlong() {
    assertThat(link(BOOM, false)).isEqualTo(new Reaction.Ends(BOOM));
    assertThat(link(KILLED, false)).isEqualTo(new Reaction.Ends(KILLED));
  }

  @Test
  void aLinkedProcessSurvivesItsPeersNormalEnd() {
    assertThat(link(NORMAL, false)).isEqualTo(Reaction.None.NONE);
  }

  @Test
  void killIsAReasonLikeAnyOtherOverALink() {
    assertThat(link(KILL, false)).isEqualTo(new Reaction.Ends(KILL));
    assertThat(link(KILL, true)).isEqualTo(new Reaction.Trapped(PEER, KILL));
  }

  @Test
  void aTrappingProcessHearsOfEveryEnd() {
    assertThat(link(BOOM, true)).isEqualTo(new Reaction.Trapped(PEER, BOOM));
    assertThat(link(NORMAL, true)).isEqualTo(new Reaction.Trapped(PEER, NORMAL));
  }

  @Test
  void aProcessAskedToExitDoesSo() {
    assertThat(request(PEER, BOOM, false)).isEqualTo(new Reaction.Ends(BOOM));
    assertThat(request(PEER, BOOM, true)).isEqualTo(new Reaction.Trapped(PEER, BOOM));
  }

  @Test
  void aRequestToKillCannotBeTrapped() {
    assertThat(request(PEER, KILL, false)).isEqualTo(new Reaction.Ends(KILLED));
    assertThat(request(PEER, KILL, true)).isEqualTo(new Reaction.Ends(KILLED));
  }

  @Test
  void anotherProcessCannotAskForANormalExit() {
    assertThat(request(PEER, NORMAL, false)).isEqualTo(Reaction.None.NONE);
    assertThat(request(PEER, NORMAL, true)).isEqualTo(new Reaction.Trapped(PEER, NORMAL));
  }

  @Test
  void aProcessMayAskItselfForANormalExit() {
    assertThat(request(SELF, NORMAL, false)).isEqualTo(new Reaction.Ends(NORMAL));
    assertThat(request(SELF, NORMAL, true)).isEqualTo(new Reaction.Trapped(SELF, NORMAL));
  }

  private static Reaction link(Term reason, boolean trapping) {
    return Reaction.to(new Signal.Exit(PEER, SELF, reason), trapping);
  }

  private static Reaction request(Pid from, Term reason, boolean trapping) {
    return Reaction.to(new Signal.ExitRequest(from, SELF, reason), trapping);
  }
}
