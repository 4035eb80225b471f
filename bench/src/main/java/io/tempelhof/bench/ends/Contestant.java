package io.tempelhof.bench.ends;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who does alone what is measured within one node.
public enum Contestant {
  /// A genuine {@code erl}.
  ERL("erl", Rival.ERL),
  /// Apache Pekko.
  PEKKO("pekko", Rival.PEKKO),
  /// A JVM of ours.
  OURS("ours", null),
  /// One whose processes have a scheduler of their own.
  OURS_SCHEDULED("ours, own scheduler", null);

  private final String words;
  private final @Nullable Rival rival;

  Contestant(String words, @Nullable Rival rival) {
    this.words = words;
    this.rival = rival;
  }

  /// Whose program it runs; null for ours.
  @Nullable Rival rival() {
    return rival;
  }

  /// What its JVM is told besides.
  List<String> options() {
    return this == OURS_SCHEDULED
        ? List.of("-Dtempelhof.scheduler=own", "--add-opens=java.base/java.lang=ALL-UNNAMED")
        : List.of();
  }

  @Override
  public String toString() {
    return words;
  }
}
