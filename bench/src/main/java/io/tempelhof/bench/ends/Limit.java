package io.tempelhof.bench.ends;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What something may be at most.
///
/// @param what is measured
/// @param whose it is
/// @param always whether every run has to keep to it, not the median only
public record Limit<K extends Enum<K>>(String what, K whose, double most, boolean always) {

  /// Those that are exceeded, in words.
  public static <K extends Enum<K>> List<String> missed(List<Limit<K>> limits, Scores<K> scores) {
    return limits.stream().map(limit -> limit.missed(scores)).flatMap(Stream::ofNullable).toList();
  }

  private @Nullable String missed(Scores<K> scores) {
    double value = always ? scores.most(what, whose) : scores.median(what, whose);
    return value > most
        ? format(ROOT, "%s, %s: %,.0f, more than %,.0f", whose, what, value, most)
        : null;
  }
}
