package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Finding;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is going on about one node that may be dead.
final class Suspicion {
  /// Where fewer of those asked have answered, others are asked before it is voted. And however
  /// many have, those who could not reach it before answer faster than one who now dials it.
  static final int ANSWERS_MIN = 3;

  /// A dial that says nothing is followed by another one so soon, by the next after twice as long,
  /// and so on.
  static final long DIAL_AGAIN_NANOS = 100_000_000L;

  static final long DIAL_AGAIN_MAX_NANOS = 1_000_000_000L;

  /// How far it has come.
  enum Stage {
    /// It is being dialled, or somebody else's word is all there is.
    OPEN,
    /// We cannot reach it; others are about to be asked, later.
    HELD,
    /// Others are asked whether they can.
    ASKING,
    /// They cannot either.
    SETTLED
  }

  /// The suspect as we last knew it.
  NodeRecord suspect;

  Stage stage = Stage.OPEN;

  /// What we have found ourselves; {@code null}: nothing, or not yet.
  @Nullable Finding finding;

  /// We had a connection to it that is lost or silent; otherwise it is others who wonder.
  boolean ours;

  /// How long it had been silent before it was suspected, as far as that counts.
  long silentFor;

  /// We want to know ourselves whether it answers.
  boolean checking;

  /// Its watchers have had their time.
  boolean waited;

  /// It is to be dialled as soon as there is room.
  boolean dialDue;

  /// It is to be dialled then.
  long dialAt = Long.MAX_VALUE;

  private long dialAgainAfter = DIAL_AGAIN_NANOS;

  /// When the stage ends, or is looked at again.
  long nextAt = Long.MAX_VALUE;

  /// When it counts as dead whoever agrees.
  long deadAt = Long.MAX_VALUE;

  /// That time has been prolonged once.
  boolean prolonged;

  /// When those who asked us get an answer at the latest, and the word of others is forgotten.
  long replyAt = Long.MAX_VALUE;

  /// Until then the others have time to answer, even if some have.
  long enoughAt = Long.MIN_VALUE;

  int rounds;
  final Set<NodeName> asked = new LinkedHashSet<>(4);
  int answered;

  /// One of them found that nothing listens there.
  boolean confirmed;

  final Set<NodeName> voters = new LinkedHashSet<>(4);
  final List<NodeName> askers = new ArrayList<>(2);

  Suspicion(NodeRecord suspect) {
    this.suspect = suspect;
  }

  /// We cannot reach it ourselves.
  boolean stands() {
    return ours && finding != null;
  }

  /// Nothing listens there, as we and another one have found.
  boolean isRefused() {
    return ours && confirmed && finding == Finding.REFUSED;
  }

  /// Those who were asked have had their say.
  boolean isAnswered(long now) {
    boolean enough = answered == asked.size() || (answered >= ANSWERS_MIN && now >= enoughAt);
    return stage == Stage.SETTLED || (stage == Stage.ASKING && enough);
  }

  /// A dial has said nothing.
  void dialAgain(long now) {
    dialAt = now + dialAgainAfter;
    dialAgainAfter = Math.min(2 * dialAgainAfter, DIAL_AGAIN_MAX_NANOS);
  }

  /// Whether an earlier dial has said nothing.
  boolean isDialledAgain() {
    return dialAgainAfter != DIAL_AGAIN_NANOS;
  }

  /// There is other evidence than before.
  void beginAgain() {
    stage = Stage.OPEN;
    asked.clear();
    answered = 0;
    confirmed = false;
    rounds = 0;
    nextAt = Long.MAX_VALUE;
  }

  /// What is due by now waits until then.
  void postpone(long now, long until) {
    nextAt = now >= nextAt ? until : nextAt;
    deadAt = now >= deadAt ? until : deadAt;
  }

  long nextDeadline() {
    return Math.min(Math.min(dialAt, nextAt), Math.min(deadAt, replyAt));
  }
}
