/// How long a node takes from its command line until others can reach it, and what it holds of
/// memory when it has nothing to do, beside a genuine {@code erl}.
@NullMarked
package io.tempelhof.bench.start;

import org.jspecify.annotations.NullMarked;
