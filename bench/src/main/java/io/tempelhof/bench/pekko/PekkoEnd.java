package io.tempelhof.bench.pekko;

import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;
import org.apache.pekko.actor.ActorSystem;

/// What the main class of an end of Pekko does: it starts the actor system, says {@code ready}, and
/// obeys.
final class PekkoEnd {
  private PekkoEnd() {}

  /// Carries out an order, one at a time.
  @FunctionalInterface
  interface Program {
    /// @return the answer, a line
    String obey(String[] words);
  }

  /// Runs until there are no more orders.
  ///
  /// @param config the actor system's, over its defaults
  /// @param program what it is to do; made before it says that it is ready
  static void run(String config, Function<ActorSystem, Program> program) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err);
    ActorSystem system =
        ActorSystem.create(
            "bench", ConfigFactory.parseString(config).withFallback(ConfigFactory.load()));
    Program made = program.apply(system);
    answers.println("ready");
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      answers.println(made.obey(line.split(" ", -1)));
    }
    var _ = system.terminate();
  }

  /// So many in the time since then, a second.
  static String rate(double count, long begin) {
    return String.format(Locale.ROOT, "%.0f", count / ((System.nanoTime() - begin) / 1e9));
  }
}
