package io.tempelhof.core.term;

/// A process identifier. All three numbers are unsigned 32-bit words; creation is never 0 for a
/// live node.
public record Pid(Atom node, int id, int serial, int creation) implements Term {}
