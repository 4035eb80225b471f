package io.tempelhof.core.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A genuine Erlang, asked through files what it makes of terms.
final class Erl {
  private static final int DEADLINE_SECONDS = 120;

  private final Path directory;

  /// Works in this directory; skips the test where there is no Erlang.
  Erl(Path directory) throws IOException {
    boolean installed =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "escript")));
    assumeTrue(installed, "no Erlang on this machine (escript not found): not compared with it");
    this.directory = directory;
    try (InputStream script = Erl.class.getResourceAsStream("judge.escript")) {
      Files.write(directory.resolve("judge.escript"), script.readAllBytes());
    }
  }

  /// What the script answers to these rows in this mode.
  List<byte[]> judge(String mode, List<byte[]> rows) throws IOException, InterruptedException {
    Path in = directory.resolve(mode + ".in");
    Path out = directory.resolve(mode + ".out");
    Files.write(in, framed(rows));
    Path log = directory.resolve(mode + ".log");
    Process erl =
        new ProcessBuilder("escript", "judge.escript", mode, in.toString(), out.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(erl.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).as("escript is done").isTrue();
    } finally {
      erl.destroyForcibly();
    }
    assertThat(erl.exitValue()).as(() -> read(log)).isZero();
    return unframed(Files.readAllBytes(out));
  }

  private static List<byte[]> unframed(byte[] bytes) {
    List<byte[]> rows = new ArrayList<>();
    int length;
    for (int at = 0; at < bytes.length; at += 4 + length) {
      length = BigEndian.getInt(bytes, at);
      rows.add(Arrays.copyOfRange(bytes, at + 4, at + 4 + length));
    }
    return rows;
  }

  private static byte[] framed(List<byte[]> rows) {
    TermWriter writer = new TermWriter();
    for (byte[] row : rows) {
      writer.putInt(row.length);
      writer.putRaw(row);
    }
    return writer.toBytes();
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
