package io.tempelhof.bench.ends;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was measured of each, run by run, in the order in which it came.
///
/// @param <K> those who compete
public final class Scores<K extends Enum<K>> {
  private final Map<String, Map<K, List<Double>>> runs = new LinkedHashMap<>();

  /// One run more.
  public void add(String what, K who, double value) {
    runs.computeIfAbsent(what, _ -> new TreeMap<>())
        .computeIfAbsent(who, _ -> new ArrayList<>())
        .add(value);
  }

  /// All runs, by what was measured and who ran.
  @JsonValue
  public Map<String, Map<K, List<Double>>> runs() {
    return runs;
  }

  private List<Double> runs(String what, K who) {
    return runs.getOrDefault(what, Map.of()).getOrDefault(who, List.of());
  }

  /// The median of one to that of another; null where one of them did not run.
  public @Nullable Double ratio(String what, K one, K other) {
    List<Double> ones = runs(what, one);
    List<Double> others = runs(what, other);
    return ones.isEmpty() || others.isEmpty() ? null : Ratio.median(ones) / Ratio.median(others);
  }

  /// The median of one.
  ///
  /// @throws IndexOutOfBoundsException if it did not run
  public double median(String what, K who) {
    return Ratio.median(runs(what, who));
  }

  /// The most of one in any run; 0 if it did not run.
  public double most(String what, K who) {
    return runs(what, who).stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /// A number short enough for a table: three digits and a letter.
  static String words(double value) {
    if (value >= 1e6) {
      return short3(value / 1e6) + "M";
    }
    return value >= 1e4 ? short3(value / 1e3) + "k" : short3(value);
  }

  private static String short3(double value) {
    return format(ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }

  /// A block for each thing measured: for each who ran the median, the least and the most.
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add("medians (least to most)");
    runs.forEach((what, its) -> {
      lines.add("  " + what);
      its.forEach((who, values) ->
          lines.add(
              format(
                  ROOT,
                  "    %-20s %9s   (%s to %s)",
                  who,
                  words(Ratio.median(values)),
                  words(values.stream().min(Double::compare).orElseThrow()),
                  words(values.stream().max(Double::compare).orElseThrow()))));
    });
    return lines;
  }
}
