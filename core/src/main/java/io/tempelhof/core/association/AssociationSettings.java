package io.tempelhof.core.association;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;

/// The times of an association, in nanoseconds.
///
/// @param idleNanos a direct connection without user signals for so long (±20 %) is closed
/// @param idleMaxNanos the most that idle time doubles to when the connection is reopened too often
/// @param recentNanos who said something so short a time ago refuses to close
/// @param helloNanos how long a new connection may take to say its hello
/// @param closeNanos how long an answer of the close handshake may take; no shorter, a pause of the
///   other end must not turn an idle close into a break
/// @param tickNanos a ticked connection on which nothing was written for so long gets a tick
/// @param silenceNanos a connection that does not answer for so long is broken
/// @param watchTickNanos {@code tickNanos} where one end watches the other closely
/// @param quietNanos when nothing was heard for so long where one end watches the other closely,
///   the node is told
/// @param checkNanos a sleeping association with links or monitors asks its other end so often (±20
///   %); a quarter of it is what an answer may take
/// @param sleeps whether links and monitors may do without a connection; not those of a client
///   node, which others may not be able to dial
/// @param erlangTickNanos {@code tickNanos} toward genuine Erlang nodes (a quarter of their default
///   {@code net_ticktime})
/// @param erlangSilenceNanos {@code silenceNanos} toward genuine Erlang nodes
public record AssociationSettings(
    long idleNanos,
    long idleMaxNanos,
    long recentNanos,
    long helloNanos,
    long closeNanos,
    long tickNanos,
    long silenceNanos,
    long watchTickNanos,
    long quietNanos,
    long checkNanos,
    boolean sleeps,
    long erlangTickNanos,
    long erlangSilenceNanos) {

  /// What a node does unless told otherwise.
  public static final AssociationSettings DEFAULT =
      new AssociationSettings(
          SECONDS.toNanos(60),
          MINUTES.toNanos(15),
          SECONDS.toNanos(1),
          SECONDS.toNanos(7),
          SECONDS.toNanos(20),
          SECONDS.toNanos(5),
          SECONDS.toNanos(20),
          SECONDS.toNanos(1),
          SECONDS.toNanos(4),
          SECONDS.toNanos(60),
          true,
          SECONDS.toNanos(15),
          SECONDS.toNanos(60));

  public AssociationSettings {
    if (idleNanos <= 0 || idleMaxNanos < idleNanos) {
      throw new IllegalArgumentException(
          "idle time of "
              + Duration.ofNanos(idleNanos)
              + ": must be positive and at most "
              + Duration.ofNanos(idleMaxNanos));
    }
    if (tickNanos <= 0 || silenceNanos < 2 * tickNanos) {
      throw new IllegalArgumentException("silence must be at least two ticks");
    }
    if (watchTickNanos <= 0 || quietNanos < 2 * watchTickNanos) {
      throw new IllegalArgumentException("silence must be at least two ticks");
    }
    if (checkNanos < 4) {
      throw new IllegalArgumentException("no time to ask");
    }
    if (erlangTickNanos <= 0 || erlangSilenceNanos < 2 * erlangTickNanos) {
      throw new IllegalArgumentException("silence must be at least two ticks");
    }
  }

  /// The same with another idle time; {@link #idleMaxNanos} grows with it where it must.
  ///
  /// @throws IllegalArgumentException if it is not positive
  public AssociationSettings withIdle(Duration idle) {
    return new AssociationSettings(
        idle.toNanos(),
        Math.max(idleMaxNanos, idle.toNanos()),
        recentNanos,
        helloNanos,
        closeNanos,
        tickNanos,
        silenceNanos,
        watchTickNanos,
        quietNanos,
        checkNanos,
        sleeps,
        erlangTickNanos,
        erlangSilenceNanos);
  }

  /// The same where sleeping associations ask that often.
  ///
  /// @throws IllegalArgumentException if it is not positive
  public AssociationSettings withCheck(Duration check) {
    return new AssociationSettings(
        idleNanos,
        idleMaxNanos,
        recentNanos,
        helloNanos,
        closeNanos,
        tickNanos,
        silenceNanos,
        watchTickNanos,
        quietNanos,
        check.toNanos(),
        sleeps,
        erlangTickNanos,
        erlangSilenceNanos);
  }

  /// The same for a node that others may not be able to dial: links and monitors keep a connection.
  public AssociationSettings sleepless() {
    return new AssociationSettings(
        idleNanos,
        idleMaxNanos,
        recentNanos,
        helloNanos,
        closeNanos,
        tickNanos,
        silenceNanos,
        watchTickNanos,
        quietNanos,
        checkNanos,
        false,
        erlangTickNanos,
        erlangSilenceNanos);
  }

  /// The same with more patience: {@link #silenceNanos} and {@link #quietNanos} that many times as
  /// long. How often it ticks itself does not change, so that ends of different patience get along.
  public AssociationSettings withPatience(int factor) {
    return new AssociationSettings(
        idleNanos,
        idleMaxNanos,
        recentNanos,
        helloNanos,
        closeNanos,
        tickNanos,
        factor * silenceNanos,
        watchTickNanos,
        factor * quietNanos,
        checkNanos,
        sleeps,
        erlangTickNanos,
        erlangSilenceNanos);
  }

  /// The same with another tick time toward genuine Erlang nodes: four ticks in it, and silence for
  /// all of it breaks the connection (OTP: {@code net_ticktime}).
  ///
  /// @throws IllegalArgumentException if it is not positive
  public AssociationSettings withErlangTickTime(Duration time) {
    return new AssociationSettings(
        idleNanos,
        idleMaxNanos,
        recentNanos,
        helloNanos,
        closeNanos,
        tickNanos,
        silenceNanos,
        watchTickNanos,
        quietNanos,
        checkNanos,
        sleeps,
        time.toNanos() / 4,
        time.toNanos());
  }
}
