/// Supervisors: processes that start others, watch them, and start them again when they fail (OTP
/// {@code supervisor}, Elixir's {@code Supervisor} and {@code DynamicSupervisor}).
///
/// ```java
/// Supervisor shop =
///     Supervisor.of(
///         Strategy.REST_FOR_ONE,
///         Intensity.of(3, Duration.ofSeconds(5)),
///         ChildSpec.of("ledger", Server.of(Entry.class, Ledger::new).named("ledger")),
///         ChildSpec.of("tills", Supervisor.dynamic(Intensity.of(10, Duration.ofSeconds(1)))),
///         ChildSpec.of("clock", self -> Clock.run(self)).transientChild());
///
/// Pid pid = shop.named("shop").start(node.processes());
/// ```
///
/// {@link io.tempelhof.runtime.supervise.Supervisor} says what is supervised and how; {@link
/// io.tempelhof.runtime.supervise.SupervisorRef} asks one that runs: to start, end, restart and
/// forget children, and which there are. Genuine nodes ask ours by the same requests, with Erlang's
/// {@code supervisor:which_children/1} or Elixir's {@code Supervisor.which_children/1}, and ours
/// ask theirs.
///
/// The rules, and what differs from OTP (a child that does not end is waited for, but holds nobody
/// up), are those of {@link io.tempelhof.core.supervise}.
///
/// A supervisor that is *killed* cannot end its children in turn: as in Erlang they get its exit
/// signal, and nobody waits for them. So one is told to end ({@link
/// io.tempelhof.runtime.supervise.SupervisorRef#stop}), and a supervisor's own shutdown is {@code
/// infinity}.
@NullMarked
package io.tempelhof.runtime.supervise;

import org.jspecify.annotations.NullMarked;
