package io.tempelhof.cli.demo;

/// What callers that repeat have counted.
///
/// @param answered calls that were answered, however often they had to be made
/// @param repeated attempts that came to nothing and were made again
/// @param givenUp calls never answered within {@link Insister#PATIENCE}
/// @param longestMillis the longest that was answered
record CallCount(long answered, long repeated, long givenUp, long longestMillis) {
  static final CallCount NONE = new CallCount(0, 0, 0, 0);

  CallCount plus(CallCount other) {
    return new CallCount(
        answered + other.answered,
        repeated + other.repeated,
        givenUp + other.givenUp,
        Math.max(longestMillis, other.longestMillis));
  }
}
