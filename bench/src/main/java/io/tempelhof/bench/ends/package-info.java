/// Those who compete: programs of their own, ours, a genuine {@code erl} or Apache Pekko that does
/// the same line by line, each by itself or in pairings, in turn.
@NullMarked
package io.tempelhof.bench.ends;

import org.jspecify.annotations.NullMarked;
