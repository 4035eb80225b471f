package io.tempelhof.bench.ends;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A median of ours to one of somebody else, measured side by side.
///
/// @param what was measured
/// @param bar what the value has to be at most, or at least; null where there is no bar
/// @param atMost whether less is better
/// @param whose the other median is
public record Ratio(String what, double value, @Nullable Double bar, boolean atMost, String whose) {

  /// The upper one of two, where there are two in the middle.
  ///
  /// @throws IndexOutOfBoundsException if there are none
  public static double median(Collection<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /// Those of which the bar is missed, in words.
  public static List<String> missed(List<Ratio> ratios) {
    return ratios.stream().filter(Ratio::missed).map(Ratio::toString).toList();
  }

  /// Whether there is a bar and it is missed.
  public boolean missed() {
    return bar != null && (atMost ? value > bar : value < bar);
  }

  @Override
  public String toString() {
    String told = format(ROOT, "%s: %.2f times that of %s", what, value, whose);
    return bar == null
        ? told
        : format(ROOT, "%s (bar: at %s %s)", told, atMost ? "most" : "least", bar);
  }
}
