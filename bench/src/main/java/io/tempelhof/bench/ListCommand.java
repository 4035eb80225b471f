package io.tempelhof.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// {@code tempelhof bench list}: what can be measured.
@Command(name = "list", description = "Say what can be measured, and against which bar.")
final class ListCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine()
        .getOut()
        .print(
            """
            density   1,000,000 idle processes in one JVM
                      bar: less than 1,300 bytes of heap each
            local     messages, calls, a ring of 100,000, starts and ends within a node, beside erl
                      and pekko
                      bars: round trips 0.45 times as many as erl, with our own scheduler as many;
                      calls of a brief server 3 times (0.7 times the round trips of pekko),
                      messages of 8 senders 3 times (as many as pekko), steps round the ring
                      0.85, starts and ends 1.5 times (4 times pekko)
            codec     terms written and read in the external term format, beside erl
                      bars, for a call: written 1.2 times as many as erl, read as many
            structures  single operations of mailboxes, tables, frames, associations, contacts, logs
                      no bar: for those who change them
            remote    round trips, small messages and binaries one way, and calls of 32 at once,
                      beside two erl and two of pekko
                      bars: a round trip at most 1.5 times that of two erl on one core, 1.1 times
                      on two, to an erl 1.2 times; messages 1.5 times as many (twice pekko), to an
                      erl 0.9 times; binaries of 1 KiB twice, of 64 KiB as many; as many calls
            start     a node from its command line to ready, and its memory when idle, beside erl
                      bars: ready at most 1.5 times as late as erl, 60 MiB
            cluster   100 nodes beside a full mesh of 100 erl: until all can talk, frames, processor
                      time and memory when idle; 450 and 50 nodes in one JVM; calls in a sparse
                      cluster and in a mesh
                      bars: at most as long, as many frames and as much processor time as erl;
                      450 in 256 MiB and 20,000 descriptors, each 1.5 times as costly as one of
                      50; p99 of a call as in a mesh
            latency   pings on a connection that carries 256 MiB both ways, beside genuine erl
                      bars: p99 at most 1.5 times that of two erl, none later than 1 s
            drawing   the dashboard replaying a trace of 1,000 nodes in a headless chromium
                      bar: p95 of drawing a frame at most 33 ms
            quick     local, codec and remote with short runs
            all       everything, one after another
            """);
    spec.commandLine().getOut().flush();
  }
}
