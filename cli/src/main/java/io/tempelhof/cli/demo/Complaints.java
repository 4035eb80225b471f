package io.tempelhof.cli.demo;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/// What one JVM of a demo writes to standard error, as much of it as a person can read: of warnings
/// the first {@value #WARNINGS_MAX} are shown and the others counted. Errors, stacks and what the
/// JVM itself has to say are all shown.
final class Complaints {
  static final int WARNINGS_MAX = 5;

  /// A warning in the format of {@code logback.xml}.
  private static final Pattern WARNING = Pattern.compile("[0-9:.]+ WARN .*");

  private final int jvm;
  private final boolean all;
  private final Consumer<String> shown;
  private long warnings;

  /// @param all whether every warning is to be shown
  Complaints(int jvm, boolean all, Consumer<String> shown) {
    this.jvm = jvm;
    this.all = all;
    this.shown = shown;
  }

  synchronized void heard(String line) {
    boolean counted = !all && WARNING.matcher(line).matches() && ++warnings > WARNINGS_MAX;
    if (!counted) {
      shown.accept("jvm " + jvm + ": " + line);
    } else if (warnings == WARNINGS_MAX + 1) {
      shown.accept("jvm " + jvm + ": further warnings are counted; --verbose shows them");
    }
  }

  /// How many warnings were not shown.
  synchronized long hidden() {
    return Math.max(0, warnings - WARNINGS_MAX);
  }
}
