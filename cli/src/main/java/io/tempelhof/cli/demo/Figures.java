package io.tempelhof.cli.demo;

import org.jspecify.annotations.Nullable;

/// What a demo measured: the object {@code --json} prints. Nothing in it is assumed; what was not
/// measured is null. The meaning of each is in {@code docs/cli.md}.
///
/// @param bootSeconds until all JVMs were ready to start nodes; not part of {@code joinSeconds}
/// @param joinSeconds from the first node's start until the overlay was whole; null if it never was
/// @param joinCpuSeconds processor time of all JVMs in that phase
/// @param peersMean per node, over the last 10 s of *quiet*; so are {@code peersMax}, {@code
///   connectionsQuietMean}, {@code stillTalkingMean}, {@code overlayMessagesPerNodeSecond}, {@code
///   heartbeatsPerNodeSecond} and {@code idleCpuCores}
/// @param connectionsPeakMean the highest mean over all nodes at any moment before the crash
/// @param messagesSent between processes, at the moment before the crash when all were silent; so
///   is {@code messagesReceived}
/// @param missing sequence numbers never seen although nobody was told of a loss
/// @param partnersLost partners reported gone before the crash
/// @param idleClosed connections closed because both ends were silent, before the crash
/// @param handshakesFailed sockets accepted that never became a connection, the crash included
/// @param survivorsTalking survivors that had a right answer in the last seconds
record Figures(
    int nodes,
    int jvms,
    Topology topology,
    long seed,
    int partners,
    double bootSeconds,
    @Nullable Double joinSeconds,
    double joinCpuSeconds,
    double peersMean,
    int peersMax,
    double connectionsPeakMean,
    double connectionsQuietMean,
    double stillTalkingMean,
    long lookups,
    @Nullable Double lookupSuccess,
    @Nullable Double lookupHopsMean,
    @Nullable Integer lookupHopsMax,
    double overlayMessagesPerNodeSecond,
    double heartbeatsPerNodeSecond,
    long messagesSent,
    long messagesReceived,
    long repliesWrong,
    long orderViolations,
    long missing,
    long unanswered,
    long partnersLost,
    long idleClosed,
    long handshakesFailed,
    double idleCpuCores,
    int descriptorsMax,
    int nodesKilled,
    @Nullable Double repairSeconds,
    int survivorsTalking,
    double wallSeconds) {}
