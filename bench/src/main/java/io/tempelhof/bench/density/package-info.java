/// How many processes one JVM holds, and what each costs while it does nothing.
///
/// {@link io.tempelhof.bench.density.Density} runs it, {@link
/// io.tempelhof.bench.density.DensityFigures} is what it finds.
@NullMarked
package io.tempelhof.bench.density;

import org.jspecify.annotations.NullMarked;
