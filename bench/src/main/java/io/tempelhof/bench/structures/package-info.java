/// Data structures by themselves, measured with JMH: benchmarks stand in the packages of what they
/// measure, here is how they are run.
@NullMarked
package io.tempelhof.bench.structures;

import org.jspecify.annotations.NullMarked;
