package io.tempelhof.core.association;

import java.util.function.Consumer;

/// One step under way: when it happens, and where its outputs go.
record Turn(long now, Consumer<AssociationOutput> out) {
  void does(AssociationOutput output) {
    out.accept(output);
  }
}
