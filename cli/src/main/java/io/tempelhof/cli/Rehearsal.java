package io.tempelhof.cli;

import io.tempelhof.cli.dashboard.Observed;
import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.epmd.PrivatePort;
import io.tempelhof.ops.agent.Agent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Runs the commands that are to answer fast against two nodes of its own, so that a JVM that
/// watches can keep what they load for the next time. The launcher runs it once, after building.
final class Rehearsal {
  private static final String COOKIE = "rehearsal";

  /// It takes some ten seconds. After so long something is wrong, and the launcher does without.
  private static final int PATIENCE_MINUTES = 3;

  private Rehearsal() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, NodeStartException {
    CountDownLatch done = new CountDownLatch(1);
    Thread.ofPlatform().daemon().start(() -> breakOff(done));
    int epmdPort = PrivatePort.choose();
    try (Node first = start("first@127.0.0.1", epmdPort);
        Node second = start("second@127.0.0.1", epmdPort)) {
      CountDownLatch joined = new CountDownLatch(1);
      second.onEvent(event -> {
        if (event instanceof NodeEvent.Joined) {
          joined.countDown();
        }
      });
      second.join(new Seed(first.name(), first.address()));
      var _ = joined.await(10, TimeUnit.SECONDS);
      for (List<String> command : commands()) {
        run(command, epmdPort);
      }
    }
    done.countDown();
    System.exit(0);
  }

  private static void breakOff(CountDownLatch done) {
    try {
      if (!done.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        System.err.println("the rehearsal takes more than " + PATIENCE_MINUTES + " minutes");
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Node start(String name, int epmdPort) throws NodeStartException {
    NodeOptions options =
        NodeOptions.of(name).withCookie(new Cookie(COOKIE)).withEpmdPort(epmdPort);
    Node node = Node.start(options);
    node.spawn(Echo.NAME, new Echo());
    Agent.start(new Observed(node, name.startsWith("first"), () -> {}));
    return node;
  }

  private static List<List<String>> commands() {
    return List.of(
        List.of("nodes"),
        List.of("status", "--json"),
        List.of("status"),
        List.of("lookup", "second@127.0.0.1"),
        List.of("connections", "first@127.0.0.1"),
        List.of("ping", "first@127.0.0.1"),
        List.of("call", "first@127.0.0.1", "erlang", "node"),
        List.of("send", "first@127.0.0.1", "echo", "{a,1}"));
  }

  private static void run(List<String> command, int epmdPort) {
    String[] arguments = new String[command.size() + 4];
    command.toArray(arguments);
    List<String> access = List.of("--cookie", COOKIE, "--epmd-port", Integer.toString(epmdPort));
    for (int i = 0; i < access.size(); i++) {
      arguments[command.size() + i] = access.get(i);
    }
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Tempelhof.commandLine().setOut(nowhere).setErr(nowhere).execute(arguments);
  }
}
