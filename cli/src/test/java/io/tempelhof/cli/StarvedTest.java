package io.tempelhof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.net.epmd.PrivatePort;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// A command in a process that has no descriptor left.
class StarvedTest {
  @Test
  void aNodeThatFindsNoDescriptorIsToldInOneLine() throws IOException, InterruptedException {
    Process starved =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n 160; exec \"$0\" -cp \"$1\" \"$2\" \"$3\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"),
                Starved.class.getName(),
                Integer.toString(PrivatePort.choose()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(starved.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
      String said =
          new String(starved.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(said)
          .isEqualTo(
              "69 tempelhof node: cannot wait for sockets: no file descriptor left;"
                  + " raise the limit (ulimit -n)");
    } finally {
      starved.destroyForcibly();
    }
  }

  /// A program that uses up all its descriptors, then wants to start a node.
  static final class Starved {
    private Starved() {}

    public static void main(String[] arguments) throws IOException {
      String[] node = {
        "node", "--name", "starved@8.8.8.8", "--cookie", "c", "--epmd-port", arguments[0]
      };
      StringWriter err = new StringWriter();
      CommandLine program = Tempelhof.commandLine().setErr(new PrintWriter(err, true));
      // Fails for another reason, and loads the classes that are files to be opened.
      program.execute(node);
      err.getBuffer().setLength(0);
      List<FileInputStream> eaten = new ArrayList<>();
      String full = "";
      while (full.isEmpty()) {
        try {
          eaten.add(new FileInputStream("/dev/null"));
        } catch (IOException e) {
          full = String.valueOf(e.getMessage());
        }
      }
      int code = program.execute(node);
      for (FileInputStream each : eaten) {
        each.close();
      }
      System.out.println(code + " " + err);
    }
  }
}
