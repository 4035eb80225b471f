package io.tempelhof.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The arrows of ARCHITECTURE.md. Between modules the class path holds most of them; the modules
/// above this one, {@code examples} and {@code bench}, nobody can see; {@code testkit} is beside
/// it.
class ArchitectureTest {
  private static final String ROOT = "io.tempelhof.";
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.tempelhof");

  /// What each module may use.
  private static final Map<String, Set<String>> MODULES =
      Map.of(
          "core", Set.of(),
          "runtime", Set.of("core"),
          "net", Set.of("core", "runtime"),
          "testkit", Set.of("core", "runtime", "net"),
          "sim", Set.of("core"),
          "ops", Set.of("core", "runtime"),
          "cli", Set.of("core", "runtime", "net", "sim", "ops"));

  /// What each package of {@code core} may use.
  private static final Map<String, Set<String>> CORE =
      Map.of(
          "core.term", Set.of(),
          "core.signal", Set.of("core.term"),
          "core.wire", Set.of("core.term", "core.signal"),
          "core.handshake", Set.of("core.term", "core.wire"),
          "core.pg", Set.of("core.term"),
          "core.supervise", Set.of("core.term", "core.signal"),
          "core.association", Set.of("core.term", "core.signal"),
          "core.byway", Set.of("core.term", "core.signal", "core.wire", "core.association"),
          "core.overlay", Set.of("core.term"),
          "core.node", Set.of("core.term", "core.overlay", "core.association"));

  /// What each package of {@code ops} may use of the others.
  private static final Map<String, Set<String>> OPS =
      Map.of(
          "ops.report", Set.of(),
          "ops.agent", Set.of("ops.report"),
          "ops.cluster", Set.of("ops.report", "ops.agent"),
          "ops.http", Set.of("ops.report", "ops.agent", "ops.cluster"));

  @Test
  void opsArrowsPointDown() {
    assertArrows(OPS);
    OPS.keySet().forEach(upper -> assertUnknown("ops", upper));
  }

  /// What each package of {@code sim} may use.
  private static final Map<String, Set<String>> SIM =
      Map.of(
          "sim.engine", Set.of(),
          "sim.network", Set.of("sim.engine"),
          "sim.cluster", Set.of("sim.engine", "sim.network"),
          "sim.measure", Set.of("sim.engine", "sim.network", "sim.cluster"));

  @Test
  void modulesPointDown() {
    assertArrows(MODULES);
  }

  @Test
  void coreArrowsPointDown() {
    assertArrows(CORE);
  }

  @Test
  void simulatorArrowsPointDown() {
    assertArrows(SIM);
    SIM.keySet().forEach(lower -> assertUnknown(lower, "sim"));
  }

  private static void assertArrows(Map<String, Set<String>> allowed) {
    allowed.forEach((from, to) ->
        noClasses()
            .that()
            .resideInAPackage(ROOT + from + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                allowed.keySet().stream()
                    .filter(other -> !other.equals(from) && !to.contains(other))
                    .map(other -> ROOT + other + "..")
                    .toArray(String[]::new))
            .check(ALL));
  }

  @Test
  void whatIsBuiltOnAPackageIsUnknownToIt() {
    assertUnknown("runtime", "runtime.pg..");
    assertUnknown("runtime", "runtime.supervise..");
    assertUnknown("runtime", "runtime.task..");
    assertUnknown("runtime.behaviour", "runtime.supervise..");
    assertUnknown("runtime.server", "runtime.supervise..");
    assertUnknown("runtime", "runtime.rpc..");
    assertUnknown("runtime", "runtime.io..");
    assertUnknown("runtime.rpc", "runtime.io..");
    assertUnknown("runtime", "runtime.behaviour..");
    assertUnknown("runtime.behaviour", "runtime.server..");
    assertUnknown("runtime.behaviour", "runtime.machine..");
    assertUnknown("runtime.behaviour", "runtime.event..");
    assertUnknown("runtime.server", "runtime.machine..");
    assertUnknown("runtime.server", "runtime.event..");
    assertUnknown("runtime.scheduler", "runtime");
    assertUnknown("net.epmd", "net");
    assertUnknown("net.fault", "net");
    assertUnknown("cli.console", "cli");
    assertUnknown("cli.console", "cli.demo");
    assertUnknown("cli.console", "cli.dashboard");
    assertUnknown("cli.settings", "cli");
    assertUnknown("cli.console", "cli.settings");
    assertUnknown("cli.dashboard", "cli");
    assertUnknown("cli.dashboard", "cli.demo");
    assertUnknown("cli.demo", "cli");
    assertUnknown("cli.life", "cli");
    assertUnknown("cli.life", "cli.demo");
    assertUnknown("cli.console", "cli.life");
  }

  private static void assertUnknown(String lower, String upper) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + lower)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + upper)
        .check(ALL);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void coreAndSimTouchNoThreadsClocksSocketsFilesOrLogs() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "core..", ROOT + "sim..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..", "org.slf4j..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.(lang\\.(Thread|ThreadLocal)|time\\.(Instant|Clock)"
                + "|util\\.Random|security\\.SecureRandom)")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "identityHashCode", Object.class)
        .check(ALL);
  }

  @Test
  void processesAskOneClock() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "runtime..")
        .and()
        .haveNameNotMatching(".*\\.Time\\$Real")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.time\\.(Instant|Clock)")
        .check(ALL);
  }

  @Test
  void theTestKitNeedsNoTestFramework() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "testkit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "org.assertj..", "io.netty..")
        .check(ALL);
  }

  @Test
  void onlyTheCommandLineEndsTheJvm() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(ALL);
  }

  @Test
  void onlyTheEdgeUsesNetty() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "net..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(ALL);
  }
}
