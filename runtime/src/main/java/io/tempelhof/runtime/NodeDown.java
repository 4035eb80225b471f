package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.mapping.Tag;

/// The message a process that watches {@link Nodes} gets when there is no connection with a node
/// any more.
@Tag("nodedown")
public record NodeDown(Atom node) {}
