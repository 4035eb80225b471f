package io.tempelhof.bench.ends;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The genuine Erlang of this machine, made ready to run a module that comes with the benchmarks.
final class GenuineErl implements AutoCloseable {
  private final String module;
  private final Scratch scratch;

  private GenuineErl(String module, Scratch scratch) {
    this.module = module;
    this.scratch = scratch;
  }

  /// Whether there is one.
  static boolean isInstalled() {
    return Stream.of("erl", "erlc").allMatch(Member::isOnPath);
  }

  /// Compiles the module, and what all of them use.
  static GenuineErl prepare(String module) throws IOException, InterruptedException {
    GenuineErl erl = new GenuineErl(module, new Scratch());
    erl.compile("bench_end");
    erl.compile(module);
    return erl;
  }

  private void compile(String name) throws IOException, InterruptedException {
    Path source = scratch.copy(name + ".erl", name + ".erl");
    int status =
        new ProcessBuilder("erlc", "-o", scratch.folder().toString(), source.toString())
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
    command.addAll(List.of("-pa", scratch.folder().toString(), "-run", module, "main"));
    return command;
  }

  /// Deletes what was compiled.
  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
