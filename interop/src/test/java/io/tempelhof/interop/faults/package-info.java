/// What real nodes in real JVMs make of real faults. A {@link io.tempelhof.interop.faults.Network}
/// is some hosts of this machine's own making: network namespaces on one bridge, which need no root
/// and are gone with the test's process, whatever ends it. A {@link
/// io.tempelhof.interop.faults.Fault} says what is wrong with it, and each is proven by plain
/// datagrams ({@link io.tempelhof.interop.faults.Proof}) before anything is asked of a node. On
/// each host an {@link io.tempelhof.interop.faults.Outpost}, a JVM with a handful of nodes, carries
/// out {@link io.tempelhof.interop.faults.Order}s; a {@link io.tempelhof.interop.faults.Cluster} is
/// all of them, and what they have seen.
///
/// Where the system gives no namespaces, or a tool is missing, tests are skipped, which is said in
/// one line.
@NullMarked
package io.tempelhof.interop.faults;

import org.jspecify.annotations.NullMarked;
