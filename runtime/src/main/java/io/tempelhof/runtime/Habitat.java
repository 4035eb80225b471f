package io.tempelhof.runtime;

import io.tempelhof.core.term.NodeName;

/// What all processes of one node share.
///
/// @param processes they themselves
/// @param time by which they wait
/// @param limit the limit of their mailboxes, until they set another
record Habitat(
    Processes processes,
    Wrapping wrapping,
    Counters counters,
    StuckWatch stuckWatch,
    Time time,
    MailboxLimit limit) {

  NodeName node() {
    return processes.node();
  }
}
