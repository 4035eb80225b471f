package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.net.Mutator.Packet;
import io.tempelhof.net.Mutator.Run;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The same mutants as in {@link MutationTest}, through sockets to a whole node.
class SocketMutationTest {
  private static final long SEED = Long.getLong("mutation.seed", 20_261_124);
  private static final int MUTANTS = Integer.getInteger("mutation.socket.count", 3_000);

  @Test
  void mutantsCostTheirConnectionAndNothingElse() throws Exception {
    try (var cluster = new TestCluster();
        var log = new WarnLines("io.tempelhof")) {
      Node node = cluster.start(CapturedSession.US.name());
      Node friend = cluster.start("friend");
      node.spawn(
          "echo",
          self -> {
            self.trapExits(true);
            while (true) {
              if (self.receive() instanceof Tuple told
                  && told.arity() == 2
                  && told.at(0) instanceof Pid from
                  && told.at(1).equals(Atom.of("still here?"))) {
                self.send(from, Atom.of("yes"));
              }
            }
          });
      assertThat(friend.ping(node.name()).get(20, TimeUnit.SECONDS).pong()).isTrue();

      List<CapturedSession> sessions = CapturedSession.all();
      Mutator mutator = new Mutator(SEED);
      int mutants = 0;
      for (int round = 0; mutants < MUTANTS; round++) {
        Run run = mutator.run(sessions);
        try (RawPeer peer = new RawPeer(node.address().port())) {
          peer.shakeHands(
              CapturedSession.GENUINE.toString(),
              run.session().creation(),
              TestCluster.COOKIE,
              node.name(),
              run.session().flags());
          peer.writeAll(run.packets().stream().map(Packet::bytes).toList());
        } catch (AssertionError e) {
          throw new AssertionError("seed " + SEED + ", run " + round, e);
        }
        mutants += (int) run.packets().stream().filter(Packet::mutant).count();
      }

      assertThat(friend.ping(node.name()).get(20, TimeUnit.SECONDS).pong()).isTrue();
      assertThat(friend.status().count(Counter.CLOSED_BROKEN)).isZero();
      long refused = node.status().count(Counter.CLOSED_MALFORMED);
      assertThat(refused).as("seed %d", SEED).isGreaterThan(MUTANTS / 20);
      assertThat(log.lines())
          .as("seed %d", SEED)
          .filteredOn(line -> !line.contains("spawned for <")) // sound, but of no such function
          .allMatch(line -> line.contains("closing connection with genuine@127.0.0.1"))
          .hasSize((int) refused);
      assertThat(node.processes().snapshot().crashed()).isZero();
    }
  }
}
