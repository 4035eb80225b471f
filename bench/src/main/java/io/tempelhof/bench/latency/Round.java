package io.tempelhof.bench.latency;

import java.util.stream.Stream;

/// One run of a pairing.
///
/// @param seconds until all large messages had arrived
/// @param pings how many were answered
/// @param p50Millis half of the pings took no longer
/// @param p99Millis of 100 pings 99 took no longer
/// @param maxMillis the slowest
public record Round(
    double seconds, int pings, double p50Millis, double p99Millis, double maxMillis) {

  /// Reads what a member prints when it is done: seconds, then the time of each ping in
  /// microseconds.
  ///
  /// @throws IllegalArgumentException if it is something else
  static Round read(String line) {
    String[] words = line.split(" ", -1);
    long[] micros = Stream.of(words).skip(1).mapToLong(Long::parseLong).sorted().toArray();
    if (micros.length == 0) {
      throw new IllegalArgumentException("no ping was answered");
    }
    return new Round(
        Double.parseDouble(words[0]),
        micros.length,
        percentile(micros, 50),
        percentile(micros, 99),
        percentile(micros, 100));
  }

  /// By nearest rank, in milliseconds.
  private static double percentile(long[] sortedMicros, int percent) {
    int rank = (int) Math.ceil(sortedMicros.length * percent / 100.0);
    return sortedMicros[Math.max(rank, 1) - 1] / 1e3;
  }
}
