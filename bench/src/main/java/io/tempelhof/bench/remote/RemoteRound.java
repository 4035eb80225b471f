package io.tempelhof.bench.remote;

/// One run of a pairing.
///
/// @param trips round trips made, one after another
/// @param p50Micros the median of one
/// @param p99Micros of 100 round trips 99 took no longer
/// @param oneSender small messages a second that one process sent and another took
/// @param manySenders the same with several senders
public record RemoteRound(
    long trips, double p50Micros, double p99Micros, double oneSender, double manySenders) {

  /// Reads what an end prints.
  ///
  /// @throws IllegalArgumentException if it is something else
  static RemoteRound read(String trips, String oneSender, String manySenders) {
    String[] words = trips.split(" ", -1);
    if (words.length != 3) {
      throw new IllegalArgumentException("round trips are told as \"" + trips + "\"");
    }
    return new RemoteRound(
        Long.parseLong(words[0]),
        Double.parseDouble(words[1]),
        Double.parseDouble(words[2]),
        Double.parseDouble(oneSender),
        Double.parseDouble(manySenders));
  }
}
