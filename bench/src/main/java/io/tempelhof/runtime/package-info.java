/// What is measured of {@code runtime}, one data structure at a time, beside what it measures.
@NullMarked
package io.tempelhof.runtime;

import org.jspecify.annotations.NullMarked;
