package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;

/// The message a process that follows connections ({@link Nodes#follow}) gets when there is none
/// with a node any more.
public record NodeDisconnected(Atom node) {}
