package io.tempelhof.cli;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.core.node.Seed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a command finds the cluster it asks. A mixin.
final class Via {
  @Mixin private Access access = new Access();

  @Option(
      names = "--via",
      paramLabel = "NODE@HOST[:PORT]",
      description =
          "The node to ask. Without PORT its EPMD is asked (default: any node registered on this"
              + " machine).")
  private @Nullable Seed via;

  /// Attaches a client node.
  ///
  /// @param purpose begins its name
  /// @throws CommandFailure if the cluster cannot be reached
  Attached attach(String purpose) throws InterruptedException {
    return Attached.to(access, purpose, via);
  }
}
