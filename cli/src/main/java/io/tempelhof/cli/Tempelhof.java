package io.tempelhof.cli;

import io.tempelhof.cli.console.BuildVersion;
import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Logging;
import io.tempelhof.cli.settings.ConfigCommand;
import io.tempelhof.cli.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program: {@code ./tempelhof COMMAND}.
@Command(
    name = "tempelhof",
    description = "Erlang-style processes for the JVM, spread over a sparse cluster.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Tempelhof.Version.class,
    scope = ScopeType.INHERIT,
    usageHelpAutoWidth = true,
    footer = "%nbench measures; it is a program of its own, see ./tempelhof bench --help.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done; what was asked is so",
      " 1:the answer is no, or a bar was missed",
      " 2:the command line cannot be understood",
      "69:something needed is not there (port, EPMD, the node to ask, descriptors)",
      "70:an error of Tempelhof's own",
      "77:refused by another node (wrong cookie, name in use)"
    })
public final class Tempelhof implements Runnable {
  /// Every command.
  private static final List<Class<?>> COMMANDS =
      List.of(
          NodeCommand.class,
          PingCommand.class,
          LookupCommand.class,
          NodesCommand.class,
          StatusCommand.class,
          ConnectionsCommand.class,
          TopCommand.class,
          EventsCommand.class,
          LeaveCommand.class,
          CallCommand.class,
          SendCommand.class,
          AttachCommand.class,
          DoctorCommand.class,
          ConfigCommand.class,
          CompletionCommand.class,
          DemoCommand.class,
          SimCommand.class);

  /// Commands that tell of all the others.
  private static final Set<Class<?>> OF_ALL = Set.of(ConfigCommand.class, CompletionCommand.class);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--verbose",
      description = "Log to standard error what happens.",
      scope = ScopeType.INHERIT)
  void setVerbose(boolean on) {
    verbose = on;
    if (on) {
      Logging.verbose();
    }
  }

  private boolean verbose;

  /// Whether everything is to be logged.
  boolean verbose() {
    return verbose;
  }

  public static void main(String[] arguments) {
    run(arguments);
  }

  /// Runs the program with further commands, those of a module above this one, and ends the JVM.
  public static void run(String[] arguments, Object... further) {
    try {
      Settings settings = settings();
      System.exit(program(wanted(arguments, settings), settings, further).execute(arguments));
    } catch (CommandFailure e) {
      // Before there is a command: the settings cannot be read.
      System.err.println("tempelhof: " + e.line());
      System.exit(e.exitCode().code());
    } catch (Error e) {
      e.printStackTrace();
      System.exit(ExitCode.BUG.code());
    }
  }

  /// With all commands.
  static CommandLine commandLine(Object... further) {
    return program(COMMANDS, settings(), further);
  }

  private static Settings settings() {
    return Settings.of(System.getenv(), Path.of("").toAbsolutePath());
  }

  /// The one that is called, if no other can matter: to set all of them up takes longer than most
  /// need for their answer.
  private static List<Class<?>> wanted(String[] arguments, Settings settings) {
    if (settings.checked() || arguments.length == 0) {
      return COMMANDS;
    }
    return COMMANDS.stream()
        .filter(command -> name(command).equals(arguments[0]) && !OF_ALL.contains(command))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(COMMANDS);
  }

  private static String name(Class<?> command) {
    return Objects.requireNonNull(command.getAnnotation(Command.class), command.getName()).name();
  }

  private static CommandLine program(
      List<Class<?>> commands, Settings settings, Object... further) {
    CommandLine program = new CommandLine(new Tempelhof());
    commands.forEach(program::addSubcommand);
    for (Object command : further) {
      program.addSubcommand(command);
    }
    settings.check(program);
    return Arguments.reading(program)
        .setDefaultValueProvider(settings)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Tempelhof::misunderstood)
        .setExecutionExceptionHandler(Tempelhof::failed);
  }

  /// Without a command.
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  private static int misunderstood(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    String remedy = command.getCommandSpec().qualifiedName() + " --help says what there is";
    if (e instanceof UnmatchedArgumentException unmatched) {
      var suggestions = unmatched.getSuggestions();
      remedy = suggestions.isEmpty() ? remedy : "did you mean " + suggestions.getFirst() + "?";
    }
    err.println(prefix(command) + firstLine(String.valueOf(e.getMessage())) + "; " + remedy);
    return ExitCode.USAGE.code();
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof CommandFailure failure) {
      command.getErr().println(prefix(command) + failure.line());
      return failure.exitCode().code();
    }
    e.printStackTrace(command.getErr());
    return ExitCode.BUG.code();
  }

  private static String prefix(CommandLine command) {
    return command.getCommandSpec().qualifiedName() + ": ";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }

  /// What the build says this is.
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tempelhof " + BuildVersion.get(), "Java " + Runtime.version()};
    }
  }
}
