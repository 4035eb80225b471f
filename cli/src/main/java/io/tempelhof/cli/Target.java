package io.tempelhof.cli;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Parsed;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermParser;
import io.tempelhof.net.Node;
import io.tempelhof.runtime.Errand;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a command reaches the one node it talks to: by that host's EPMD, or by way of a cluster. A
/// mixin.
final class Target {
  @Mixin private Access access = new Access();

  @Option(
      names = "--via",
      paramLabel = "NODE@HOST[:PORT]",
      description = "A node of its cluster, which finds it (default: the EPMD on its host does).")
  private @Nullable Seed via;

  /// A client node that can reach the target.
  ///
  /// @param purpose begins its name
  /// @throws CommandFailure if the cluster cannot be reached
  Node client(String purpose) throws InterruptedException {
    return via == null ? access.client(purpose) : Attached.to(access, purpose, via).node();
  }

  /// Does something in a process of that node.
  ///
  /// @throws CommandFailure as it says
  static <T> T run(Node client, Errand<T> errand) throws InterruptedException {
    try {
      return Errand.run(client.processes(), errand);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandFailure failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /// A term that stands on the command line.
  ///
  /// @throws CommandFailure naming what is wrong with it
  static Term term(String what, String text, TermParser.Names names) {
    return switch (TermParser.parse(text, names)) {
      case Parsed.Ok(Term term, int _) -> term;
      case Parsed.Wrong wrong ->
          throw new CommandFailure(
              ExitCode.USAGE, "%s: %s; terms are written as in Erlang".formatted(what, wrong));
    };
  }

  /// An atom that stands on the command line.
  ///
  /// @throws CommandFailure if it is none
  static Atom atom(String what, String text) {
    if (term(what, text, TermParser.Names.NONE) instanceof Atom atom) {
      return atom;
    }
    throw new CommandFailure(ExitCode.USAGE, what + ": " + text + " is no atom; quote it: 'A'");
  }
}
