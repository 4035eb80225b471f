/// What it costs to write terms in the external term format and to read them, beside a genuine
/// {@code erl} that does the same.
@NullMarked
package io.tempelhof.bench.codec;

import org.jspecify.annotations.NullMarked;
