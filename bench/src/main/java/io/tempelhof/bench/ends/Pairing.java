package io.tempelhof.bench.ends;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which two ends talk; the first one pings.
public enum Pairing {
  /// Two genuine {@code erl}.
  ERL_ERL(Rival.ERL, Rival.ERL),
  /// Two of Apache Pekko.
  PEKKO_PEKKO(Rival.PEKKO, Rival.PEKKO),
  /// Two of ours, a JVM each.
  OURS_OURS(null, null),
  /// Ours pings a genuine {@code erl}.
  OURS_ERL(null, Rival.ERL),
  /// jinterface pings a genuine {@code erl}.
  JINTERFACE_ERL(Rival.JINTERFACE, Rival.ERL);

  private final @Nullable Rival first;
  private final @Nullable Rival second;

  Pairing(@Nullable Rival first, @Nullable Rival second) {
    this.first = first;
    this.second = second;
  }

  /// Whose program an end runs; null for ours.
  @Nullable Rival end(boolean isFirst) {
    return isFirst ? first : second;
  }

  /// What this machine must have.
  Set<Rival> needs() {
    return Stream.of(true, false)
        .map(this::end)
        .flatMap(Stream::ofNullable)
        .collect(Collectors.toSet());
  }

  @Override
  public String toString() {
    return word(first) + " to " + word(second);
  }

  private static String word(@Nullable Rival rival) {
    return rival == null ? "ours" : rival.toString();
  }
}
