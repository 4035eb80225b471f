package io.tempelhof.ops.http;

/// A request cannot be answered as it was meant.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String line;

  Refusal(int status, String line) {
    super(line);
    this.status = status;
    this.line = line;
  }

  Reply reply() {
    return Reply.failure(status, line);
  }
}
