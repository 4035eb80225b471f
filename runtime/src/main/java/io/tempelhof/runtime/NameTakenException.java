package io.tempelhof.runtime;

import io.tempelhof.core.term.Pid;

/// The name is registered already, for another process or for the same one.
public final class NameTakenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NameTakenException(String name, Pid owner) {
    super("the name \"" + name + "\" is registered already, for " + owner);
  }
}
