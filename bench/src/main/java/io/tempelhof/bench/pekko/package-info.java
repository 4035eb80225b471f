/// The side of Apache Pekko: classic actors that do what {@code LocalMember} and {@code
/// RemoteMember} do. An actor takes every message and waits for none, so each workload is told by
/// what an actor does next.
@NullMarked
package io.tempelhof.bench.pekko;

import org.jspecify.annotations.NullMarked;
