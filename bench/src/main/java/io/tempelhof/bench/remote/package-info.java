/// What a message to another node costs: round trips of two processes that wait for each other, and
/// small messages one way, between two of ours, two genuine {@code erl}, and one of each.
///
/// A small message is a tuple of an atom and a number. Ours are written and read as records, as a
/// user would; {@code bench_remote.erl} does the same line by line.
@NullMarked
package io.tempelhof.bench.remote;

import org.jspecify.annotations.NullMarked;
