package io.tempelhof.cli;

import io.tempelhof.cli.console.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// {@code tempelhof completion}: what makes a shell complete commands and options.
@Command(
    name = "completion",
    description = {
      "Print what makes a shell complete commands and options with Tab:",
      "source <(./tempelhof completion bash)"
    })
final class CompletionCommand implements Callable<Integer> {
  /// The shells it knows.
  enum Kind {
    BASH,
    ZSH
  }

  /// zsh runs the same script once it is told to understand bash's.
  private static final String FOR_ZSH =
      "autoload -Uz compinit bashcompinit && compinit -u && bashcompinit\n";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "bash|zsh", description = "The shell.")
  private Kind kind = Kind.BASH;

  @Override
  public Integer call() {
    String script = AutoComplete.bash("tempelhof", spec.root().commandLine());
    spec.commandLine()
        .getOut()
        .print(
            switch (kind) {
              case BASH -> script;
              case ZSH -> FOR_ZSH + script;
            });
    spec.commandLine().getOut().flush();
    return ExitCode.OK.code();
  }
}
