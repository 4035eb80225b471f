package io.tempelhof.runtime;

import io.tempelhof.core.term.NodeName;

/// What all processes of one node share.
///
/// @param limit the limit of their mailboxes, until they set another
record Habitat(
    NodeName node,
    Wrapping wrapping,
    Counters counters,
    StuckWatch stuckWatch,
    MailboxLimit limit) {}
