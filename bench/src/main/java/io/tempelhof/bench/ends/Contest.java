package io.tempelhof.bench.ends;

import java.io.IOException;
import java.util.List;

/// Ours and others, measured in turn.
///
/// @param <K> those who compete
public interface Contest<K extends Enum<K>> extends AutoCloseable {
  /// Runs all.
  ///
  /// @throws IllegalStateException if one of them does not do what it is told
  Scores<K> run() throws IOException, InterruptedException;

  /// What ours have to reach beside others.
  List<Bar<K>> bars();

  /// What ours have to keep to, whatever others do.
  default List<Limit<K>> limits() {
    return List.of();
  }

  /// Ends all that was started.
  @Override
  void close() throws IOException;
}
