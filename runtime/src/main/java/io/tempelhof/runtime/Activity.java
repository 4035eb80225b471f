package io.tempelhof.runtime;

import io.tempelhof.core.term.Pid;
import java.util.List;

/// Whether anything goes on among the processes of a node, for tests that let time pass only when
/// nothing does. A process that waits for a message at the time of two looks, between which {@code
/// done} has not changed, has waited all the while.
///
/// @param busy the processes that do not wait for a message, or have one they have not looked at
///   yet, oldest first
/// @param parting how many processes have ended and are not done with telling others
/// @param done grows with every message taken, every process started and every one ended
/// @param nextTimer when the next timer fires, on the {@link Time} of the node: now, if one does;
///   {@link Long#MAX_VALUE} if none is set
public record Activity(List<Pid> busy, long parting, long done, long nextTimer) {}
