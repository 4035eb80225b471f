package io.tempelhof.bench.latency;

import io.tempelhof.bench.ends.Pairing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// What {@link Contest} measured.
///
/// @param rounds every run of each pairing that could be run
/// @param p99Ratio the median p99 of ours to that of two {@code erl}; null without an {@code erl}
/// @param barRatio the most it may be
/// @param slowestMillis the slowest ping between two of ours
/// @param barMillis the most it may be
public record LatencyFigures(
    Map<Pairing, List<Round>> rounds,
    @Nullable Double p99Ratio,
    double barRatio,
    double slowestMillis,
    double barMillis) {
  /// What {@link #p99Ratio} may be.
  public static final double BAR_RATIO = 1.5;

  /// What {@link #slowestMillis} may be.
  public static final double BAR_MILLIS = 1_000;

  static LatencyFigures of(Map<Pairing, List<Round>> rounds) {
    List<Round> ours = rounds.getOrDefault(Pairing.OURS_OURS, List.of());
    List<Round> erl = rounds.getOrDefault(Pairing.ERL_ERL, List.of());
    Double ratio =
        erl.isEmpty() ? null : median(ours, Round::p99Millis) / median(erl, Round::p99Millis);
    double slowest = ours.stream().mapToDouble(Round::maxMillis).max().orElse(0);
    return new LatencyFigures(rounds, ratio, BAR_RATIO, slowest, BAR_MILLIS);
  }

  /// The median of one figure over rounds.
  public static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return Round.median(rounds.stream().mapToDouble(figure).toArray());
  }

  /// The bars that were missed, in words.
  public List<String> missed() {
    List<String> missed = new ArrayList<>();
    if (p99Ratio != null && p99Ratio > barRatio) {
      missed.add("p99 is %.2f times that of two erl, more than %.1f".formatted(p99Ratio, barRatio));
    }
    if (slowestMillis > barMillis) {
      missed.add("a ping took %,.0f ms, more than %,.0f".formatted(slowestMillis, barMillis));
    }
    return missed;
  }
}
