/// What is measured of {@code core.signal}, one data structure at a time, beside what it measures.
@NullMarked
package io.tempelhof.core.signal;

import org.jspecify.annotations.NullMarked;
