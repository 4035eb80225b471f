package io.tempelhof.runtime;

/// There is as much of something as there may be: one of the node's {@link Options}, or a limit of
/// what is built on it, forbids another.
public final class SystemLimitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param message what there is enough of
  public SystemLimitException(String message) {
    super(message);
  }
}
