package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.mapping.Tag;

/// The message of {@link Self#monitorNodes} that a node lives: {@code {nodeup, Node}}, as in
/// Erlang.
@Tag("nodeup")
public record NodeUp(Atom node) {}
