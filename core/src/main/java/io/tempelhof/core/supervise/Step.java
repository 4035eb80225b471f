package io.tempelhof.core.supervise;

import java.util.function.Consumer;

/// The step that is being taken: its time, and where its outputs go.
final class Step {
  private long now;
  private Consumer<SupervisionOutput> out = _ -> {};

  void begin(long now, Consumer<SupervisionOutput> out) {
    this.now = now;
    this.out = out;
  }

  long now() {
    return now;
  }

  void say(SupervisionOutput output) {
    out.accept(output);
  }
}
