/// How a command speaks and how it ends: exit codes, failures a user can act on, JSON.
///
/// - {@link io.tempelhof.cli.console.ExitCode} is the whole list of ways a command ends.
/// - {@link io.tempelhof.cli.console.CommandFailure} is one line for the user: the thing, the
///   reason, the remedy. Every other exception is a bug and ends with its stack.
/// - {@link io.tempelhof.cli.console.Json} writes the one object that {@code --json} promises.
@NullMarked
package io.tempelhof.cli.console;

import org.jspecify.annotations.NullMarked;
