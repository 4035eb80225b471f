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
/// above this one, {@code examples} and {@code bench}, nobody can see.
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
          "sim", Set.of("core"),
          "cli", Set.of("core", "runtime", "net", "sim"));

  /// What each package of {@code core} may use.
  private static final Map<String, Set<String>> CORE =
      Map.of(
          "core.term", Set.of(),
          "core.signal", Set.of("core.term"),
          "core.wire", Set.of("core.term", "core.signal"),
          "core.handshake", Set.of("core.term", "core.wire"),
          "core.pg", Set.of("core.term"),
          "core.association", Set.of("core.term", "core.signal"),
          "core.overlay", Set.of("core.term"),
          "core.node", Set.of("core.term", "core.overlay", "core.association"));

  @Test
  void modulesPointDown() {
    assertArrows(MODULES);
  }

  @Test
  void coreArrowsPointDown() {
    assertArrows(CORE);
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
    assertUnknown("runtime", "runtime.behaviour..");
    assertUnknown("runtime.behaviour", "runtime.server..");
    assertUnknown("runtime.behaviour", "runtime.machine..");
    assertUnknown("runtime.behaviour", "runtime.event..");
    assertUnknown("runtime.server", "runtime.machine..");
    assertUnknown("runtime.server", "runtime.event..");
    assertUnknown("runtime", "runtime.rpc..");
    assertUnknown("runtime", "runtime.io..");
    assertUnknown("runtime.rpc", "runtime.io..");
    assertUnknown("net.epmd", "net");
    assertUnknown("cli.console", "cli");
    assertUnknown("cli.console", "cli.demo");
    assertUnknown("cli.demo", "cli");
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
