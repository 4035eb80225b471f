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
                      bars: round trips 0.45 times as many as erl, calls of a server 3 times,
                      messages of 8 senders 3, steps round the ring 0.85, starts and ends 1.5
            remote    round trips and small messages one way, beside genuine erl
                      bars: a round trip at most 1.5 times that of two erl on one core, 1.1 times
                      on two; to an erl 1.2 times; messages 1.5 times as many, to an erl 0.9 times
            latency   pings on a connection that carries 256 MiB both ways, beside genuine erl
                      bars: p99 at most 1.5 times that of two erl, none later than 1 s
            drawing   the dashboard replaying a trace of 1,000 nodes in a headless chromium
                      bar: p95 of drawing a frame at most 33 ms
            """);
    spec.commandLine().getOut().flush();
  }
}
