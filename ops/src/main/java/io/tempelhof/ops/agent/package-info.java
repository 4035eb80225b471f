/// The agent: the process {@value io.tempelhof.ops.agent.Agent#NAME} on every node, which answers
/// questions about its node and gathers the reports of a sub-tree of the cluster.
///
/// An observing node's agent asks one peer in each of its buckets for the reports of that whole
/// bucket; that peer's agent asks one in each of its deeper buckets, and so on: every node is asked
/// once, and the reports come back the same way, in parts. Who does not begin to answer in time is
/// replaced by another of the same bucket; what cannot be had is named as a {@link
/// io.tempelhof.ops.report.Gap}. Questions to one node travel greedily over peers and their answers
/// go back the way the question came. Everything goes over peer connections that are open already.
///
/// - {@link io.tempelhof.ops.agent.AgentMessage} is what agents say to each other;
/// - {@code AgentCore} is the machine that decides, {@code Gathering} one sub-tree being asked;
/// - {@link io.tempelhof.ops.agent.Agent} is the process around it;
/// - {@code Answers} writes the answers to questions about this node.
@NullMarked
package io.tempelhof.ops.agent;

import org.jspecify.annotations.NullMarked;
