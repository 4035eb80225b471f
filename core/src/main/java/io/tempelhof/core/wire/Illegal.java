package io.tempelhof.core.wire;

/// Thrown inside the reader of frames only, whose door turns it into a value.
final class Illegal extends RuntimeException {
  final String reason;

  Illegal(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }
}
