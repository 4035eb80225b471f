/// Event managers, compatible with OTP's {@code gen_event}: a process that tells its handlers of
/// events, each handler a state of its own.
///
/// {@link io.tempelhof.runtime.event.EventServer} says how one is started, {@link
/// io.tempelhof.runtime.event.EventHandler} is what a program writes, and {@link
/// io.tempelhof.runtime.event.EventServerRef} is how a process uses one, ours or Erlang's.
@NullMarked
package io.tempelhof.runtime.event;

import org.jspecify.annotations.NullMarked;
