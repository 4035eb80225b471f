package io.tempelhof.sim.cluster;

import io.tempelhof.sim.network.Frame;
import io.tempelhof.sim.network.Host;
import org.jspecify.annotations.Nullable;

/// What becomes of a frame between the node that writes it and the one that reads it.
public interface Wire {
  /// Frames travel as the objects they are.
  Wire OBJECTS = (from, frame) -> frame;

  /// The frame as the other end reads it.
  Frame carry(Host from, Frame frame);

  /// What that node says besides, now and then; {@code null} for nothing.
  default @Nullable Frame beside(Host from) {
    return null;
  }

  /// The capability bits in a node's record.
  default long capabilities(int node) {
    return 0;
  }
}
