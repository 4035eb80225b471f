package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.mapping.Tag;

/// The message a process that watches {@link Nodes} gets when there is a connection with a node.
///
/// @param extended it is a Tempelhof node of our cluster; otherwise Erlang's rules hold
@Tag("nodeup")
public record NodeUp(Atom node, boolean extended) {}
