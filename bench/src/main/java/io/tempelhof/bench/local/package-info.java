/// What processes of one node cost: messages between two, calls of a server, many senders, a long
/// ring, starting and ending, beside a genuine {@code erl} that does the same.
///
/// Ours are written as a user would write them; {@code bench_local.erl} does the same line by line.
@NullMarked
package io.tempelhof.bench.local;

import org.jspecify.annotations.NullMarked;
