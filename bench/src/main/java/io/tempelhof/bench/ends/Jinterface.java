package io.tempelhof.bench.ends;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Java library that comes with the genuine Erlang of this machine, made ready to run a source
/// file that comes with the benchmarks.
final class Jinterface implements AutoCloseable {
  /// Where Debian and the Erlang Docker images keep it.
  private static final List<Path> ERLANGS =
      List.of(Path.of("/usr/lib/erlang/lib"), Path.of("/usr/local/lib/erlang/lib"));

  private final Path jar;
  private final Scratch scratch;
  private final Path source;

  private Jinterface(Path jar, Scratch scratch, Path source) {
    this.jar = jar;
    this.scratch = scratch;
    this.source = source;
  }

  static boolean isInstalled() {
    return jar() != null;
  }

  private static @Nullable Path jar() {
    for (Path erlang : ERLANGS) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(erlang, "jinterface-*")) {
        for (Path one : found) {
          Path file = one.resolve("priv").resolve("OtpErlang.jar");
          if (Files.isReadable(file)) {
            return file;
          }
        }
      } catch (IOException e) {
        // There is none.
      }
    }
    return null;
  }

  /// Puts the source where Java can run it.
  static Jinterface prepare(String program) throws IOException {
    Path jar = jar();
    if (jar == null) {
      throw new IllegalStateException("no jinterface on this machine");
    }
    Scratch scratch = new Scratch();
    Path source = scratch.copy(program + ".source", program + ".java");
    return new Jinterface(jar, scratch, source);
  }

  /// What starts a node with this name; it finds EPMD by its environment.
  List<String> command(String name, String cookie, int heapMegabytes) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + heapMegabytes + "m",
        "-cp",
        jar.toString(),
        source.toString(),
        name,
        cookie);
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
