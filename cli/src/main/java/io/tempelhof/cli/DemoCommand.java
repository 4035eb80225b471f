package io.tempelhof.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.JsonOption;
import io.tempelhof.cli.console.Terminal;
import io.tempelhof.cli.dashboard.DashboardOption;
import io.tempelhof.cli.demo.Demo;
import io.tempelhof.cli.demo.DemoPlan;
import io.tempelhof.cli.demo.Phase;
import io.tempelhof.cli.demo.Screen;
import io.tempelhof.cli.demo.Topology;
import io.tempelhof.cli.demo.Verdict;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// {@code tempelhof demo}: hundreds of real nodes on this machine.
@Command(
    name = "demo",
    description = {
      "Start hundreds of real nodes in several JVMs, let their processes talk, fall quiet,"
          + " and lose a JVM; say what it cost and which bars were kept.",
      "Ends with 1 if a bar was missed."
    })
final class DemoCommand implements Callable<Integer> {
  private static final int JVMS = 4;

  /// Bar and hard limits of common systems leave room above this.
  private static final int DESCRIPTORS_PER_JVM = 15_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private Tempelhof program = new Tempelhof();
  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "350",
      description = "How many (default: ${DEFAULT-VALUE}).",
      converter = Arguments.Positive.class)
  private int nodes;

  @Option(
      names = "--jvms",
      paramLabel = "N",
      description = "In how many JVMs (default: " + JVMS + ", but not more than nodes).",
      converter = Arguments.Positive.class)
  private @Nullable Integer jvms;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long everybody talks (default: ${DEFAULT-VALUE}).",
      converter = Arguments.Positive.class)
  private int talkSeconds;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Silent direct connections are closed after this (default: ${DEFAULT-VALUE}).",
      converter = Arguments.Positive.class)
  private int idleSeconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides who calls whom and which JVM is killed (default: random).")
  private @Nullable Long seed;

  @Option(
      names = "--phases",
      paramLabel = "PHASE",
      split = "\\s*,\\s*",
      defaultValue = "join,talk,quiet,crash,pause",
      description = {
        "What is played, in this order: join (always), talk, quiet, crash, pause, restart"
            + " (default: ${DEFAULT-VALUE}).",
        "restart: every JVM in turn is ended by SIGTERM and started anew, while all nodes call"
            + " others and repeat what is not answered."
      })
  private Set<Phase> phases = Set.of();

  @Option(
      names = "--topology",
      paramLabel = "sparse|mesh",
      defaultValue = "sparse",
      description =
          "sparse: the overlay; mesh: every pair connected, at most "
              + DemoPlan.MESH_NODES_MAX
              + " nodes, the baseline to compare with.")
  private Topology topology = Topology.SPARSE;

  @Mixin private DashboardOption dashboard = new DashboardOption();

  @Option(
      names = "--stay",
      description = "When all is measured, keep the cluster for whoever looks, until Ctrl-C.")
  private boolean stay;

  @Override
  public Integer call() throws InterruptedException {
    DemoPlan plan = plan();
    if (!plan.feasible()) {
      throw CommandFailure.unavailable(
          "%d nodes in %d JVMs need more than the %d descriptors each may hold; use more --jvms"
              .formatted(nodes, plan.jvms(), plan.descriptorsMax()));
    }
    PrintWriter out = spec.commandLine().getOut();
    Demo demo =
        new Demo(plan, new Screen(out, Terminal.isThere()), program.verbose(), dashboard.options());
    Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "stop-demo"));
    try (demo) {
      Verdict verdict = demo.run();
      if (json.wanted()) {
        out.println(verdict.json());
      }
      if (stay) {
        demo.stay();
      }
      return (verdict.kept() ? ExitCode.OK : ExitCode.NOT_SO).code();
    }
  }

  private DemoPlan plan() {
    long decided = seed == null ? new SecureRandom().nextLong() >>> 16 : seed;
    Set<Phase> wanted = EnumSet.of(Phase.JOIN);
    wanted.addAll(phases);
    int inJvms = jvms == null ? Math.min(JVMS, nodes) : jvms;
    try {
      return new DemoPlan(
          nodes, inJvms, talkSeconds, idleSeconds, wanted, decided, topology, descriptorsMax());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private static int descriptorsMax() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? (int) Math.min(DESCRIPTORS_PER_JVM, unix.getMaxFileDescriptorCount() * 3 / 4)
        : DESCRIPTORS_PER_JVM;
  }
}
