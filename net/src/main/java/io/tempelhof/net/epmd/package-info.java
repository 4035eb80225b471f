/// EPMD, the port mapper of Erlang: on every host one program knows on which port each node of that
/// host listens (OTP, {@code erl_dist_protocol}, "EPMD Protocol").
///
/// A node makes itself known through {@link io.tempelhof.net.epmd.EpmdPresence}: it registers with
/// the EPMD that runs on its host, whoever started it; where none runs, it starts an {@link
/// io.tempelhof.net.epmd.EpmdServer} of its own. When that one goes, the nodes of the host race for
/// its port, one of them wins, and all register again. So no Erlang installation is needed, and
/// none is in the way. Other nodes are found with {@link io.tempelhof.net.epmd.EpmdClient}.
///
/// {@link io.tempelhof.net.epmd.EpmdRequest} and {@link io.tempelhof.net.epmd.EpmdReply} are the
/// messages, {@link io.tempelhof.net.epmd.EpmdRegistry} the server's memory; all three are pure.
@NullMarked
package io.tempelhof.net.epmd;

import org.jspecify.annotations.NullMarked;
