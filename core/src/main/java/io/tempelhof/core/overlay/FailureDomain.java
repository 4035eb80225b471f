package io.tempelhof.core.overlay;

/// What fails together with a node. Empty where not declared.
public record FailureDomain(String jvm, String host, String rack, String zone) {
  public static final FailureDomain UNDECLARED = new FailureDomain("", "", "", "");
}
