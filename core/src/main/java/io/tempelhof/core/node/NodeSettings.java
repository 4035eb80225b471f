package io.tempelhof.core.node;

import io.tempelhof.core.overlay.OverlaySettings;

/// What may differ from node to node. Everything else is a named constant of the machine it
/// concerns (`docs/limits.md`).
///
/// @param directSoftCap above that many direct connections the coldest idle ones are collected
/// @param directHardCap at that many direct connections new dials wait
/// @param upkeepDialNanos how long a dial for the overlay's own sake may take if all is well
/// @param nameTakenNanos how long neighbours must insist that another node of our name is alive
///   before we believe it. Above the 20 s after which a silent connection breaks, so that the
///   remains of a crashed earlier incarnation are not mistaken for a twin.
public record NodeSettings(
    OverlaySettings overlay,
    int directSoftCap,
    int directHardCap,
    long upkeepDialNanos,
    long nameTakenNanos) {

  public NodeSettings {
    if (directSoftCap < 0 || directHardCap < Math.max(1, directSoftCap)) {
      throw new IllegalArgumentException("soft cap above hard cap");
    }
    if (upkeepDialNanos <= 0 || nameTakenNanos < 0) {
      throw new IllegalArgumentException("no time");
    }
  }

  /// The defaults for a member of the cluster.
  public static NodeSettings of(String cluster) {
    return new NodeSettings(
        OverlaySettings.of(cluster), 512, 4096, 1_500_000_000L, 22_000_000_000L);
  }

  /// The same for a client node.
  public NodeSettings asClient() {
    return with(overlay.asClient());
  }

  /// The same with the patience of that profile. {@link #nameTakenNanos} stays above the time after
  /// which a silent connection breaks.
  public NodeSettings with(Profile profile) {
    return new NodeSettings(
        overlay.withPatience(profile.patience()),
        directSoftCap,
        directHardCap,
        profile.upkeepDialNanos(),
        profile.patience() * nameTakenNanos);
  }

  /// The same with another overlay part.
  public NodeSettings with(OverlaySettings other) {
    return new NodeSettings(other, directSoftCap, directHardCap, upkeepDialNanos, nameTakenNanos);
  }
}
