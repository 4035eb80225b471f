/// The command line, {@code ./tempelhof}: one class per command, composed in {@link
/// io.tempelhof.cli.Tempelhof}.
///
/// - {@link io.tempelhof.cli.NodeCommand}: one node with {@link io.tempelhof.cli.Echo} and {@link
///   io.tempelhof.cli.Sink}, for trying things out
/// - {@link io.tempelhof.cli.PingCommand}, {@link io.tempelhof.cli.LookupCommand}: questions asked
///   by a client node nobody else hears of
/// - {@link io.tempelhof.cli.SimCommand}: a cluster in one thread, by the module {@code sim}
/// - {@link io.tempelhof.cli.DemoCommand}: hundreds of nodes in several JVMs; the work is in {@code
///   cli.demo}
///
/// What several commands take is a mixin: {@link io.tempelhof.cli.Access} is how a node gets in
/// touch with others, {@link io.tempelhof.cli.console.JsonOption} how figures get to programs.
/// {@link io.tempelhof.cli.Reasons} says in words why something could not be.
///
/// A user's bad input ends with one line and an {@link io.tempelhof.cli.console.ExitCode}; a bug
/// ends with its stack.
@NullMarked
package io.tempelhof.cli;

import org.jspecify.annotations.NullMarked;
