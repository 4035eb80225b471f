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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What the main class of an end of ours does: it starts its node, or several, says {@code ready},
/// and obeys.
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
    run(List.of(arguments[0]), arguments, nodes -> program.apply(nodes.getFirst()));
  }

  /// The same with several nodes.
  ///
  /// @param names theirs
  /// @param arguments as before; the first does not count
  public static void run(
      List<String> names, String[] arguments, Function<List<Node>, Program> program)
      throws IOException, InterruptedException, NodeStartException {
    PrintStream answers = System.out;
    System.setOut(System.err);
    List<Node> nodes = new ArrayList<>();
    try {
      for (String name : names) {
        nodes.add(
            Node.start(
                NodeOptions.of(name)
                    .withCookie(new Cookie(arguments[1]))
                    .withEpmdPort(Integer.parseInt(arguments[2]))));
      }
      Program made = program.apply(nodes);
      answers.println("ready");
      var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.println(made.obey(line.split(" ", -1)));
      }
    } finally {
      nodes.forEach(Node::close);
    }
  }
}
