package io.tempelhof.core.association;

/// That a connection is wanted and has been asked for, until there is one or none can be made.
final class Demand {
  /// Connections lost in a row before their hello, after which none can be made.
  private static final int GREETINGS_MAX = 3;

  private boolean standing;
  private long request;
  private int lostGreetings;

  /// Whether a connection has been asked for and not been made yet.
  boolean stands() {
    return standing;
  }

  /// Asks.
  ///
  /// @return the request's number: it grows with the time, so that the answer to a request of an
  ///   association that was forgotten meanwhile is not mistaken for ours
  long raise(long now) {
    standing = true;
    request = Math.max(request + 1, now);
    return request;
  }

  /// Whether an answer to that request is one to ours.
  boolean isMeantBy(long answered) {
    return standing && request == answered;
  }

  /// There is a connection, or none is wanted any more.
  void meet() {
    standing = false;
  }

  /// A connection was lost before its hello.
  ///
  /// @return whether another one may do better
  boolean mayTryAgain() {
    lostGreetings++;
    return lostGreetings < GREETINGS_MAX;
  }

  /// The row of such losses is over.
  void forgetLosses() {
    lostGreetings = 0;
  }
}
