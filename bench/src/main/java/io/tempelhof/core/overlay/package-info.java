/// What is measured of {@code core.overlay}, one data structure at a time, beside what it measures.
@NullMarked
package io.tempelhof.core.overlay;

import org.jspecify.annotations.NullMarked;
