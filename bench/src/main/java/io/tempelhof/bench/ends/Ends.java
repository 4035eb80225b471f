package io.tempelhof.bench.ends;

/// The two programs of a pairing.
///
/// @param first the one that is told what to do, and measures
/// @param second the other one
public record Ends(Member first, Member second) {}
