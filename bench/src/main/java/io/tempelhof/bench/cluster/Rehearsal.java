package io.tempelhof.bench.cluster;

import io.tempelhof.bench.ends.Field;
import io.tempelhof.bench.ends.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What a first run of some nodes leaves to later ones: their classes, read and linked (JEP 483,
/// JEP 514). {@code tempelhof node} starts with such a cache as well.
final class Rehearsal implements AutoCloseable {
  private static final int NODES = 8;

  private final Scratch scratch;

  Rehearsal(Scratch scratch) {
    this.scratch = scratch;
  }

  private Path cache() {
    return scratch.file("cluster.aot");
  }

  /// Lets them join, ask each other, and end.
  ///
  /// @throws IllegalStateException if they do not
  void hold(Field field) throws IOException, InterruptedException {
    List<String> recording = List.of("-XX:AOTCacheOutput=" + cache(), "-Xlog:aot=off");
    try (Herd herd = Herd.together(field, Formation.OURS, NODES, recording)) {
      herd.order("join " + NODES);
      herd.order("ask " + (NODES - 1) + " " + NODES);
      herd.order("count");
      herd.finish();
    }
  }

  /// What a JVM is told so that it uses it.
  List<String> options() {
    return List.of("-XX:AOTCache=" + cache(), "-Xlog:aot=off", "-Xlog:cds=off");
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
