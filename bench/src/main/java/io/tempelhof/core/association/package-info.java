/// What is measured of {@code core.association}, one data structure at a time, beside what it
/// measures.
@NullMarked
package io.tempelhof.core.association;

import org.jspecify.annotations.NullMarked;
