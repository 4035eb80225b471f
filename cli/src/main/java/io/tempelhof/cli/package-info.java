/// The command line, {@code ./tempelhof}: one class per command, composed in {@link
/// io.tempelhof.cli.Tempelhof}.
///
/// A user's bad input ends with one line and an {@link io.tempelhof.cli.console.ExitCode}; a bug
/// ends with its stack.
@NullMarked
package io.tempelhof.cli;

import org.jspecify.annotations.NullMarked;
