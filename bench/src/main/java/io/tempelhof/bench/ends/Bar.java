package io.tempelhof.bench.ends;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the median of one has to be, compared with that of another.
///
/// @param <K> those who compete
/// @param what was measured
/// @param times how many times the other's it has to be, at least or at most; null where the two
///   are only to be compared
/// @param atMost whether less is better
public record Bar<K extends Enum<K>>(
    String what, K one, K other, @Nullable Double times, boolean atMost) {

  /// More is better.
  public static <K extends Enum<K>> Bar<K> atLeast(
      String what, K one, @Nullable Double times, K other) {
    return new Bar<>(what, one, other, times, false);
  }

  /// Less is better.
  public static <K extends Enum<K>> Bar<K> atMost(
      String what, K one, @Nullable Double times, K other) {
    return new Bar<>(what, one, other, times, true);
  }

  /// What came out; bars of those who did not run are left out.
  public static <K extends Enum<K>> List<Ratio> measured(List<Bar<K>> bars, Scores<K> scores) {
    return bars.stream().map(bar -> bar.ratio(scores)).filter(Objects::nonNull).toList();
  }

  private @Nullable Ratio ratio(Scores<K> scores) {
    Double value = scores.ratio(what, one, other);
    return value == null
        ? null
        : new Ratio(one + ", " + what, value, times, atMost, other.toString());
  }
}
