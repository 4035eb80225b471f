package io.tempelhof.cli.demo;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a demo measured: the object {@code --json} prints, without groups. Nothing in it is
/// assumed; what was not measured is null, and the figures of *quiet* and *restart* are left out if
/// these were not played. The meaning of each is in {@code docs/cli.md}.
///
/// @param connectionsPeakMean the highest mean over all nodes at any moment before the crash
/// @param idleClosed connections closed because both ends were silent, before the crash
/// @param handshakesFailed sockets accepted that never became a connection, the crash included
record Figures(
    @JsonUnwrapped Run run,
    @JsonUnwrapped Join join,
    @JsonUnwrapped @Nullable Quiet quiet,
    @JsonUnwrapped Lookups lookups,
    @JsonUnwrapped Talk talk,
    @JsonUnwrapped Crash crash,
    @JsonUnwrapped Told told,
    @JsonUnwrapped(prefix = "restart_") @Nullable Restart restart,
    double connectionsPeakMean,
    long idleClosed,
    long handshakesFailed,
    int descriptorsMax,
    double wallSeconds) {

  /// What was run.
  record Run(int nodes, int jvms, Topology topology, Set<Phase> phases, long seed, int partners) {
    static Run of(DemoPlan plan) {
      return new Run(
          plan.nodes(), plan.jvms(), plan.topology(), plan.phases(), plan.seed(), plan.partners());
    }
  }

  /// The phase *join*.
  ///
  /// @param bootSeconds until all JVMs were ready to start nodes; not part of {@code joinSeconds}
  /// @param joinSeconds from the first node's start until the overlay was whole; null if it never
  ///   was
  /// @param joinCpuSeconds processor time of all JVMs in that phase
  record Join(double bootSeconds, @Nullable Double joinSeconds, double joinCpuSeconds) {}

  /// The standing costs, over the last 10 s of *quiet*.
  record Quiet(
      double peersMean,
      int peersMax,
      double connectionsQuietMean,
      double stillTalkingMean,
      double overlayMessagesPerNodeSecond,
      double heartbeatsPerNodeSecond,
      double idleCpuCores) {}

  /// Lookups past what the asking node knew.
  record Lookups(
      long lookups,
      @Nullable Double lookupSuccess,
      @Nullable Double lookupHopsMean,
      @Nullable Integer lookupHopsMax) {
    static Lookups of(Report.Lookups seen) {
      boolean found = seen.found() > 0;
      return new Lookups(
          seen.done(),
          seen.done() > 0 ? (double) seen.found() / seen.done() : null,
          found ? (double) seen.hops() / seen.found() : null,
          found ? seen.hopsMax() : null);
    }
  }

  /// What processes said to each other.
  ///
  /// @param messagesSent at the moment before the crash when all were silent; so is {@code
  ///   messagesReceived}
  /// @param missing answers that never came although nobody was told of a loss
  /// @param partnersLost partners reported gone before the crash
  record Talk(
      long messagesSent,
      long messagesReceived,
      long repliesWrong,
      long orderViolations,
      long missing,
      long unanswered,
      long partnersLost) {
    /// @param calm at the moment of silence before the crash
    /// @param all the crash included
    static Talk of(TalkCount calm, TalkCount all) {
      return new Talk(
          calm.sent(),
          calm.received(),
          all.wrong(),
          all.disorder(),
          all.missing(),
          all.unanswered(),
          calm.partnersLost());
    }

    /// Whether nothing was lost, wrong or out of order.
    boolean clean() {
      return messagesSent == messagesReceived
          && repliesWrong == 0
          && orderViolations == 0
          && missing == 0
          && unanswered == 0;
    }
  }

  /// The phase *restart*.
  ///
  /// @param jvms how many were restarted
  /// @param seconds until all were and the overlay was whole; null if it never was
  /// @param calls that were answered while that went on
  /// @param repeated attempts that came to nothing and were made again
  /// @param givenUp calls that were never answered however often they were repeated
  /// @param longestMs the longest call that was answered
  record Restart(
      int jvms,
      @Nullable Double seconds,
      long calls,
      long repeated,
      long givenUp,
      long longestMs) {}

  /// The phase *crash*.
  ///
  /// @param repairSeconds until the survivors' overlay was whole without the dead; null if it never
  ///   was, or nothing was killed
  /// @param survivorsTalking survivors that had a right answer after that
  record Crash(int nodesKilled, @Nullable Double repairSeconds, int survivorsTalking) {}

  /// What the living were told of the dead.
  ///
  /// @param nodeDeath from the end of one node, without a goodbye, until another one was told
  /// @param jvmDeath the same of the nodes of the JVM that was killed
  /// @param jvmSilence the same of those of the JVM that was stopped
  /// @param jvmReturn from when that one went on until a node that had taken one of its nodes for
  ///   dead was told that it is up
  /// @param returnSeconds from then until the overlay was whole; null if it never was
  /// @param falseDeaths how often a node was told of the death of another that nobody had ended,
  ///   killed or stopped, from the end of *join* on
  record Told(
      @JsonUnwrapped(prefix = "node_death_") Spread nodeDeath,
      @JsonUnwrapped(prefix = "jvm_death_") Spread jvmDeath,
      @JsonUnwrapped(prefix = "jvm_silence_") Spread jvmSilence,
      @JsonUnwrapped(prefix = "jvm_return_") Spread jvmReturn,
      @Nullable Double returnSeconds,
      long falseDeaths) {
    static final Told NOTHING =
        new Told(Spread.NONE, Spread.NONE, Spread.NONE, Spread.NONE, null, 0);
  }

  /// How long word took from one node to another, over all pairs of one that is told and one of
  /// whom: half of them, 99 % of them, all of them, in milliseconds. Null if fewer were ever told.
  ///
  /// @param missing the pairs that never were; null if there was nothing to tell
  record Spread(
      @Nullable Double p50Ms,
      @Nullable Double p99Ms,
      @Nullable Double maxMs,
      @Nullable Long missing) {
    static final Spread NONE = new Spread(null, null, null, null);

    static Spread of(@Nullable Word word) {
      return word == null
          ? NONE
          : new Spread(word.millis(0.5), word.millis(0.99), word.millis(1), word.missing());
    }
  }
}
