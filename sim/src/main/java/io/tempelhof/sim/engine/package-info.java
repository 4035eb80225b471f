/// Virtual time: {@code World} is the clock, the queue of events, the seed and the trace hash that
/// says whether two runs were the same run. {@code Alarm} wakes a step machine at its deadline. A
/// {@code Machine} is a host with its JVM, which can be busy, stand still, or lose its power.
@NullMarked
package io.tempelhof.sim.engine;

import org.jspecify.annotations.NullMarked;
