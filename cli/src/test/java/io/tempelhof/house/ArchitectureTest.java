package io.tempelhof.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Arrows point down only. Modules hold the coarse ones (what is not on the class path cannot be
/// used); this holds the fine ones.
class ArchitectureTest {
  private static final String CORE = "io.tempelhof.core.";
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.tempelhof");

  @Test
  void coreArrowsPointDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("term")
        .definedBy(CORE + "term..")
        .layer("signal")
        .definedBy(CORE + "signal..")
        .layer("wire")
        .definedBy(CORE + "wire..")
        .layer("handshake")
        .definedBy(CORE + "handshake..")
        .layer("association")
        .definedBy(CORE + "association..")
        .layer("overlay")
        .definedBy(CORE + "overlay..")
        .layer("node")
        .definedBy(CORE + "node..")
        .whereLayer("term")
        .mayNotAccessAnyLayer()
        .whereLayer("signal")
        .mayOnlyAccessLayers("term")
        .whereLayer("wire")
        .mayOnlyAccessLayers("term", "signal")
        .whereLayer("handshake")
        .mayOnlyAccessLayers("term", "wire")
        .whereLayer("association")
        .mayOnlyAccessLayers("term", "signal", "wire")
        .whereLayer("overlay")
        .mayOnlyAccessLayers("term")
        .whereLayer("node")
        .mayOnlyAccessLayers("term", "overlay", "association")
        .check(ALL);
  }

  @Test
  void modulesPointDown() {
    noClasses()
        .that()
        .resideInAPackage("io.tempelhof.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.tempelhof.runtime..",
            "io.tempelhof.net..",
            "io.tempelhof.sim..",
            "io.tempelhof.cli..")
        .check(ALL);
    noClasses()
        .that()
        .resideInAPackage("io.tempelhof.runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.tempelhof.net..", "io.tempelhof.sim..", "io.tempelhof.cli..")
        .check(ALL);
    noClasses()
        .that()
        .resideInAPackage("io.tempelhof.sim..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.tempelhof.runtime..", "io.tempelhof.net..", "io.tempelhof.cli..")
        .check(ALL);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.tempelhof.(**)").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void coreTouchesNoThreadsClocksSocketsFilesOrLogs() {
    noClasses()
        .that()
        .resideInAPackage("io.tempelhof.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..", "org.slf4j..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ThreadLocal")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Instant")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.security.SecureRandom")
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
        .resideOutsideOfPackage("io.tempelhof.cli..")
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
        .resideOutsideOfPackage("io.tempelhof.net..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(ALL);
  }
}
