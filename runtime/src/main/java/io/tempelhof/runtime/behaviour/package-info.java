/// What all behaviours share: how a process is started so that its starter learns whether it came
/// up. {@link io.tempelhof.runtime.behaviour.Startable} is what supervisors start; every behaviour
/// is one.
@NullMarked
package io.tempelhof.runtime.behaviour;

import org.jspecify.annotations.NullMarked;
