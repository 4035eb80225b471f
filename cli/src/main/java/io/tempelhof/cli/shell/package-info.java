/// Talking to a node in Erlang's terms: calls, messages and a shell.
///
/// {@link io.tempelhof.cli.shell.Line} is what somebody may type, {@link
/// io.tempelhof.cli.shell.Shell} does it as a process of the command's own node. {@link
/// io.tempelhof.cli.shell.Bindings} knows what variables, pids and references in a text mean. A
/// {@link io.tempelhof.cli.shell.Desk} is where lines come from and answers go: a terminal with
/// history and completion, or a pipe.
@NullMarked
package io.tempelhof.cli.shell;

import org.jspecify.annotations.NullMarked;
