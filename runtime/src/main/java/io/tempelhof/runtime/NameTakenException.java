package io.tempelhof.runtime;

import io.tempelhof.core.term.Pid;

/// The name is registered already, for another process or for the same one.
public final class NameTakenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Pid owner;

  NameTakenException(String name, Pid owner) {
    super("the name \"" + name + "\" is registered already, for " + owner);
    this.owner = owner;
  }

  /// The process that has it.
  public Pid owner() {
    return owner;
  }
}
