package io.tempelhof.runtime.server;

/// What stands for an answer that comes later.
enum Deferred {
  LATER
}
