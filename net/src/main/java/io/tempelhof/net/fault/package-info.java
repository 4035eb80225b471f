/// A network that is slow, stuck or cut, between a node and others: for tests, off in production.
///
/// ```java
/// Faults faults = Faults.seeded(1);
/// Node node = Node.start(NodeOptions.of("berlin@127.0.0.1").withFaults(faults));
/// faults.toward(paris, LinkFault.NONE.withDelay(Duration.ofMillis(80)));
/// ```
///
/// {@link io.tempelhof.net.fault.Faults} says what is wrong with each direction of each link, as a
/// {@link io.tempelhof.net.fault.LinkFault}. A node that has such gives each of its sockets one
/// stage more, {@code FaultStage}, between the socket and the connection; it holds bytes in two
/// {@code Lane}s and lets them go when their time has come. A node without has no such stage and
/// asks nothing.
@NullMarked
package io.tempelhof.net.fault;

import org.jspecify.annotations.NullMarked;
