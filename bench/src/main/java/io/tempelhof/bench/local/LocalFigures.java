package io.tempelhof.bench.local;

import io.tempelhof.bench.ends.Contestant;
import io.tempelhof.bench.ends.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What {@link LocalContest} measured.
///
/// @param rates how much a second in each run
/// @param ratios medians of ours to those of {@code erl}; empty without one
public record LocalFigures(Map<Workload, Map<Contestant, List<Double>>> rates, List<Ratio> ratios) {

  static LocalFigures of(Map<Workload, Map<Contestant, List<Double>>> rates) {
    List<Ratio> ratios = new ArrayList<>();
    rates.forEach((workload, its) -> {
      List<Double> erl = its.getOrDefault(Contestant.ERL, List.of());
      List<Double> ours = its.getOrDefault(Contestant.OURS, List.of());
      if (!erl.isEmpty() && !ours.isEmpty()) {
        double value = Ratio.median(ours) / Ratio.median(erl);
        ratios.add(Ratio.atLeast(workload.toString(), value, workload.bar(), "erl"));
      }
    });
    return new LocalFigures(rates, List.copyOf(ratios));
  }

  /// The bars that were missed, in words.
  public List<String> missed() {
    return Ratio.missed(ratios);
  }
}
