package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.List;

/// How a node takes part in finding out who is dead: a copy for tools. Counts are since the start.
///
/// @param watchers the nodes that watch this one, as it announced them
/// @param watching how many nodes this one watches
/// @param suspicions nodes it could not reach
/// @param refutations suspicions that were refuted
/// @param refutedOurselves how often it was told that it is suspected or dead
/// @param deathsRefused deaths it found because nothing listened there any more, as another node
///   confirmed
/// @param deathsVoted deaths that most of the suspect's watchers agreed on
/// @param deathsExpired deaths found because a suspicion was not refuted in time
/// @param noticesSent copies of notices sent
/// @param noticesDuplicate copies that came and had nothing more to serve
/// @param digestsDiffering heartbeats that told of events not learned here
/// @param pulls how often such events were asked for
/// @param events nodes of whom the event log has an entry now
/// @param down those of them that are dead or have left
/// @param reunions how often a node that counted as dead was met again
/// @param stalls how often this JVM began to get too little of the processor
/// @param digest of the event log's last minute
public record Vitals(
    List<NodeName> watchers,
    int watching,
    long suspicions,
    long refutations,
    long refutedOurselves,
    long deathsRefused,
    long deathsVoted,
    long deathsExpired,
    long noticesSent,
    long noticesDuplicate,
    long digestsDiffering,
    long pulls,
    int events,
    int down,
    long reunions,
    long stalls,
    long digest) {}
