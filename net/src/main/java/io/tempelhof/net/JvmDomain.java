package io.tempelhof.net;

import io.tempelhof.core.overlay.FailureDomain;
import io.tempelhof.core.term.NodeName;
import java.security.SecureRandom;

/// What is declared of every node without being asked: nodes of one JVM die together, and those
/// whose names have the same host are on one.
final class JvmDomain {
  private static final String THIS_JVM = "%016x".formatted(new SecureRandom().nextLong());

  private JvmDomain() {}

  /// Fills in what the user has not declared.
  static FailureDomain complete(FailureDomain declared, NodeName name) {
    return new FailureDomain(
        declared.jvm().isEmpty() ? THIS_JVM : declared.jvm(),
        declared.host().isEmpty() ? name.host() : declared.host(),
        declared.rack(),
        declared.zone());
  }
}
