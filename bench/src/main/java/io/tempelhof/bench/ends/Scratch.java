package io.tempelhof.bench.ends;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A folder for what a contest makes for itself, deleted with everything in it.
public final class Scratch implements AutoCloseable {
  private final Path folder;

  public Scratch() throws IOException {
    this.folder = Files.createTempDirectory("tempelhof-bench");
  }

  Path folder() {
    return folder;
  }

  /// The path of a file in it, there or not.
  public Path file(String name) {
    return folder.resolve(name);
  }

  /// Puts there what comes with the benchmarks.
  Path copy(String resource, String name) throws IOException {
    try (InputStream content = Scratch.class.getResourceAsStream("/" + resource)) {
      if (content == null) {
        throw new IllegalStateException("the build has left no " + resource);
      }
      Files.copy(content, file(name));
    }
    return file(name);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
