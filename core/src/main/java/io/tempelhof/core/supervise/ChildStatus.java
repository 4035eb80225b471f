package io.tempelhof.core.supervise;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.Optional;

/// A child as a supervisor shows it.
///
/// @param id {@code undefined} where children have none
/// @param pid its process; empty unless it has been ready and has not ended
public record ChildStatus(
    Term id,
    ChildState state,
    Optional<Pid> pid,
    ChildType type,
    Restart restart,
    boolean significant) {}
