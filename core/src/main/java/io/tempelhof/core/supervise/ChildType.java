package io.tempelhof.core.supervise;

/// What a child is.
public enum ChildType {
  WORKER,
  SUPERVISOR
}
