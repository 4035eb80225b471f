/// How fast the dashboard draws: {@link io.tempelhof.bench.drawing.Drawing} serves its files and a
/// trace, lets a {@link io.tempelhof.bench.drawing.Chromium} open the page, and takes the figures
/// that the page itself measures. No cluster runs beside it.
@NullMarked
package io.tempelhof.bench.drawing;

import org.jspecify.annotations.NullMarked;
