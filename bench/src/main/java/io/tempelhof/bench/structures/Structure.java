package io.tempelhof.bench.structures;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import org.jspecify.annotations.Nullable;

/// What one operation of a data structure costs.
///
/// @param name the class, the method and the parameters
/// @param nanos the mean
/// @param error half of the interval in which the mean is with 99.9 %; null of less than three
///   rounds
public record Structure(String name, double nanos, @Nullable Double error) {
  @Override
  public String toString() {
    return format(ROOT, "%-40s %,10.1f ns", name, nanos)
        + (error == null ? "" : format(ROOT, " ± %,.1f", error));
  }
}
