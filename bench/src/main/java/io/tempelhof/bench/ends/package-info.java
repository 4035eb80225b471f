/// The two ends of what is measured between nodes: programs of their own, ours or a genuine {@code
/// erl} that does the same line by line, in pairings that run in turn.
@NullMarked
package io.tempelhof.bench.ends;

import org.jspecify.annotations.NullMarked;
