package io.tempelhof.bench.ends;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// What the main class of an end of ours does: it starts the node, says {@code ready}, and obeys.
public final class OurEnd {
  private OurEnd() {}

  /// Carries out an order, one at a time.
  @FunctionalInterface
  public interface Program {
    /// @param words the order
    /// @return the answer, a line
    String obey(String[] words) throws InterruptedException;
  }

  /// Runs until there are no more orders.
  ///
  /// @param arguments the node's name, the cookie, the port of EPMD
  /// @param program what the node is to do; made before it says that it is ready
  public static void run(String[] arguments, Function<Node, Program> program)
      throws IOException, InterruptedException, NodeStartException {
    PrintStream answers = System.out;
    System.setOut(System.err);
    try (Node node =
        Node.start(
            NodeOptions.of(arguments[0])
                .withCookie(new Cookie(arguments[1]))
                .withEpmdPort(Integer.parseInt(arguments[2])))) {
      Program made = program.apply(node);
      answers.println("ready");
      var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.println(made.obey(line.split(" ", -1)));
      }
    }
  }
}
