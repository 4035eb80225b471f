package io.tempelhof.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HelloTest {
  private static final Path SOURCE =
      Path.of("src/main/java/io/tempelhof/examples/Hello.java").toAbsolutePath();
  private static final Path README = Path.of("../README.md").toAbsolutePath();

  @Test
  void aMessageGoesThereAndBackBetweenTwoNodes() throws IOException, InterruptedException {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Hello.class.getName());
    java.environment().put("TEMPELHOF_COOKIE", "hello");
    java.environment().put("ERL_EPMD_PORT", Integer.toString(freePort()));
    java.redirectErrorStream(true);
    Process hello = java.start();
    try {
      assertThat(hello.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
      String said = new String(hello.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said.strip()).isEqualTo("Hello, Paris!");
      assertThat(hello.exitValue()).isZero();
    } finally {
      hello.destroyForcibly();
    }
  }

  @Test
  void theReadmeShowsThisProgram() throws IOException {
    String shown = between(README, "<!-- hello -->", "<!-- /hello -->").strip();
    String program = between(SOURCE, "// <hello>\n", "// </hello>").stripIndent().strip();
    assertThat(shown).isEqualTo("```java\n" + program + "\n```");
  }

  private static String between(Path file, String begin, String end) throws IOException {
    String text = Files.readString(file);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end);
    assertThat(to).as("%s has both marks", file).isGreaterThan(from);
    return text.substring(from, to);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
