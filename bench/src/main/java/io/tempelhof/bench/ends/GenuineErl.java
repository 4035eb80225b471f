package io.tempelhof.bench.ends;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The genuine Erlang of this machine, made ready to run a module that comes with the benchmarks.
final class GenuineErl implements AutoCloseable {
  private final String module;
  private final Path folder;

  private GenuineErl(String module, Path folder) {
    this.module = module;
    this.folder = folder;
  }

  /// Whether there is one.
  static boolean isInstalled() {
    return Stream.of("erl", "erlc").allMatch(Member::isOnPath);
  }

  /// Compiles the module, and what all of them use.
  static GenuineErl prepare(String module) throws IOException, InterruptedException {
    GenuineErl erl = new GenuineErl(module, Files.createTempDirectory("tempelhof-bench"));
    erl.compile("bench_end");
    erl.compile(module);
    return erl;
  }

  private void compile(String name) throws IOException, InterruptedException {
    Path source = folder.resolve(name + ".erl");
    try (InputStream code = GenuineErl.class.getResourceAsStream("/" + name + ".erl")) {
      if (code == null) {
        throw new IllegalStateException("the build has left no " + name + ".erl");
      }
      Files.copy(code, source);
    }
    int status =
        new ProcessBuilder("erlc", "-o", folder.toString(), source.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new IllegalStateException("erlc ended with " + status);
    }
  }

  /// What starts a node with this name; it finds others through the EPMD it is told of.
  ///
  /// @param flags what it is told besides
  List<String> command(String name, String cookie, List<String> flags) {
    List<String> command = new ArrayList<>(List.of("erl", "-noshell"));
    command.addAll(flags);
    command.addAll(List.of("-start_epmd", "false", "-name", name, "-setcookie", cookie));
    command.addAll(List.of("-pa", folder.toString(), "-run", module, "main"));
    return command;
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
