package io.tempelhof.runtime.task;

/// How a task ended.
public sealed interface Outcome<T> {
  /// With this result.
  record Done<T>(T value) implements Outcome<T> {}

  /// Without one.
  record Failed<T>(TaskException why) implements Outcome<T> {}

  /// Its result.
  ///
  /// @throws TaskException if there is none
  default T get() {
    return switch (this) {
      case Done<T>(T value) -> value;
      case Failed<T>(TaskException why) -> throw why.again();
    };
  }
}
