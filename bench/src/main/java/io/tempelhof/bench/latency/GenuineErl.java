package io.tempelhof.bench.latency;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The genuine Erlang of this machine, made ready to run {@code bench_member.erl}.
final class GenuineErl implements AutoCloseable {
  private static final String MODULE = "bench_member";

  private final Path folder;

  private GenuineErl(Path folder) {
    this.folder = folder;
  }

  /// Whether there is one.
  static boolean isInstalled() {
    return Stream.of("erl", "erlc").allMatch(Member::isOnPath);
  }

  /// Compiles the module.
  static GenuineErl prepare() throws IOException, InterruptedException {
    GenuineErl erl = new GenuineErl(Files.createTempDirectory("tempelhof-bench"));
    Path source = erl.folder.resolve(MODULE + ".erl");
    try (InputStream module = GenuineErl.class.getResourceAsStream("/" + MODULE + ".erl")) {
      if (module == null) {
        throw new IllegalStateException("the build has left no " + MODULE + ".erl");
      }
      Files.copy(module, source);
    }
    int status =
        new ProcessBuilder("erlc", "-o", erl.folder.toString(), source.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new IllegalStateException("erlc ended with " + status);
    }
    return erl;
  }

  /// What starts a node with this name; it finds others through the EPMD it is told of.
  List<String> command(String name, String cookie) {
    return List.of(
        "erl",
        "-noshell",
        "-hidden",
        "-start_epmd",
        "false",
        "-name",
        name,
        "-setcookie",
        cookie,
        "-pa",
        folder.toString(),
        "-run",
        MODULE,
        "main");
  }

  /// Deletes what was compiled.
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
