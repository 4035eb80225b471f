/// Programs of a screenful, compiled and run by the build.
///
/// - {@link io.tempelhof.examples.Hello}: two nodes, a question and its answer; the README shows it
/// - {@link io.tempelhof.examples.Bank}: a process with state, the messages it understands, and one
///   that watches it; the guide shows it
/// - {@link io.tempelhof.examples.PingPong}: links and monitors across nodes
/// - {@link io.tempelhof.examples.SupervisedBank}: servers under a supervisor, one of which falls
/// - {@link io.tempelhof.examples.WorkerPool}: a pool of workers, and answers that come later
/// - {@link io.tempelhof.examples.CounterServer}: a server in Java, its client in Elixir
/// - {@link io.tempelhof.examples.ErlangClient}: a server in Erlang, its client in Java
///
/// The package {@code auction} is one program on one node, on three, or with a part in Elixir.
@NullMarked
package io.tempelhof.examples;

import org.jspecify.annotations.NullMarked;
