package io.tempelhof.interop.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// A network namespace without a name: it is there for as long as a process lives in it. One that
/// does nothing holds it until its standard input ends, which this JVM's end brings about, however
/// it comes. What is in the namespace goes with it.
final class Namespace implements AutoCloseable {
  /// Where system tools are, also where the path of ordinary users has none.
  private static final String PATH = System.getenv("PATH") + ":/usr/local/sbin:/usr/sbin:/sbin";

  private final Process holder;
  private final boolean ofUser;

  private Namespace(Process holder, boolean ofUser) {
    this.holder = holder;
    this.ofUser = ofUser;
  }

  /// One that belongs to nobody yet: made as root, else in a user namespace in which we are root.
  /// Skips the test where neither is allowed.
  static Namespace create() {
    List<String> refusals = new ArrayList<>();
    for (boolean ofUser : new boolean[] {false, true}) {
      try {
        return hold(List.of("unshare", ofUser ? "-Urn" : "-n"), ofUser);
      } catch (IOException e) {
        refusals.add(String.valueOf(e.getMessage()));
      }
    }
    return Assumptions.abort("no network namespaces on this machine: " + refusals.getLast());
  }

  /// Another one of the same owner.
  Namespace sibling() {
    try {
      return hold(within("unshare", "-n"), ofUser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Namespace hold(List<String> making, boolean ofUser) throws IOException {
    List<String> command = new ArrayList<>(making);
    command.addAll(List.of("sh", "-c", "echo there; exec cat"));
    Process holder = start(command);
    if (holder.inputReader(StandardCharsets.UTF_8).readLine() == null) {
      throw new IOException(complaint(holder));
    }
    return new Namespace(holder, ofUser);
  }

  /// The process that lives in it.
  long pid() {
    return holder.pid();
  }

  /// What to run so that the command runs inside; the process keeps its number.
  List<String> within(String... command) {
    List<String> whole = new ArrayList<>(List.of("nsenter", "-t", Long.toString(pid()), "-n"));
    if (ofUser) {
      whole.addAll(List.of("-U", "--preserve-credentials"));
    }
    whole.addAll(List.of(command));
    return whole;
  }

  /// Runs a tool inside and waits for its end.
  ///
  /// @param input what it reads
  /// @throws IOException with what it complains of, if it is missing or fails
  void run(String input, String... command) throws IOException {
    Process tool = start(within(command));
    try (var writer = tool.outputWriter(StandardCharsets.UTF_8)) {
      writer.write(input);
    } catch (IOException e) {
      // It has ended without reading; why, it says itself.
    }
    tool.getInputStream().readAllBytes();
    String complaint = complaint(tool);
    try {
      if (tool.waitFor() != 0) {
        throw new IOException(command[0] + ": " + complaint);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PATH", PATH);
    return builder.start();
  }

  private static String complaint(Process failed) throws IOException {
    return new String(failed.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    holder.destroyForcibly();
  }
}
