package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.mapping.Tag;

/// The message of {@link Self#monitorNodes} and {@link Self#monitorNode} that a node is dead, has
/// left, or cannot be reached: {@code {nodedown, Node}}, as in Erlang.
@Tag("nodedown")
public record NodeDown(Atom node) {}
