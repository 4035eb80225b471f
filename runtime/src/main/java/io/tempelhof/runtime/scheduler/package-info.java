/// What runs the virtual threads of processes.
///
/// {@link io.tempelhof.runtime.scheduler.ProcessThreads} makes them: on the scheduler of the JVM,
/// or, where the JVM was started so, on {@link io.tempelhof.runtime.scheduler.Scheduler}, our own.
@NullMarked
package io.tempelhof.runtime.scheduler;

import org.jspecify.annotations.NullMarked;
