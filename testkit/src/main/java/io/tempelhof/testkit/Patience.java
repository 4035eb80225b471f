package io.tempelhof.testkit;

import java.time.Duration;

/// How long the kit waits for what should come before it says that it has not: 10 s of real time.
/// Long enough never to decide a test that passes; a test that passes does not wait for it.
///
/// The system property {@value #PROPERTY} multiplies it, for machines that are slow or busy.
public final class Patience {
  /// A number by which every wait for what should come is multiplied.
  public static final String PROPERTY = "tempelhof.testkit.patience";

  /// How long is waited unless a test says otherwise.
  public static final Duration DEFAULT = scaled(Duration.ofSeconds(10));

  private Patience() {}

  /// That time, multiplied as the system property says.
  ///
  /// @throws IllegalArgumentException if the property is no positive number
  public static Duration scaled(Duration time) {
    String factor = System.getProperty(PROPERTY, "1");
    try {
      double by = Double.parseDouble(factor);
      if (by > 0 && by < 1_000) {
        return Duration.ofNanos((long) (time.toNanos() * by));
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "the system property " + PROPERTY + " is no number from 0 to 1000: " + factor);
  }

  /// A time as failure messages say it.
  static String text(Duration time) {
    long millis = time.toMillis();
    return millis < 10_000 && millis % 1_000 != 0 ? millis + " ms" : millis / 1_000 + " s";
  }
}
