package io.tempelhof.runtime.rpc;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.runtime.Mfa;

/// A call of a function on another node that gave no value.
public final class RpcException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Outcome.Failure failure;

  RpcException(NodeName node, Mfa call, Outcome.Failure failure) {
    super(call + " on " + node + ": " + failure);
    this.failure = failure;
  }

  /// Why.
  public Outcome.Failure failure() {
    return failure;
  }
}
