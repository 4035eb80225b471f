package io.tempelhof.runtime;

/// One of the node's {@link Options} forbids another process or name.
public final class SystemLimitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SystemLimitException(String message) {
    super(message);
  }
}
