/// What is measured of {@code core.wire}, one data structure at a time, beside what it measures.
@NullMarked
package io.tempelhof.core.wire;

import org.jspecify.annotations.NullMarked;
