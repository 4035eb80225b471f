package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;

/// The message a process that follows connections ({@link Nodes#follow}) gets when there is one
/// with a node.
///
/// @param extended it is a Tempelhof node of our cluster; otherwise Erlang's rules hold
public record NodeConnected(Atom node, boolean extended) {}
