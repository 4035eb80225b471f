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

/// The programs run, and the docs show them as they are.
class ExamplesTest {
  @Test
  void aMessageGoesThereAndBackBetweenTwoNodes() throws IOException, InterruptedException {
    assertThat(run(Hello.class)).isEqualTo("Hello, Paris!\n");
  }

  @Test
  void aBankKeepsAccountsUntilItIsRobbed() throws IOException, InterruptedException {
    assertThat(run(Bank.class)).isEqualTo("anna has 120\nthe bank is robbed\n");
  }

  @Test
  void theDocsShowThesePrograms() throws IOException {
    assertShown(Hello.class, "hello", "../README.md");
    assertShown(Bank.class, "bank", "../docs/getting-started.md");
  }

  private static String run(Class<?> program) throws IOException, InterruptedException {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName());
    java.environment().put("TEMPELHOF_COOKIE", "example");
    java.environment().put("ERL_EPMD_PORT", Integer.toString(freePort()));
    java.redirectErrorStream(true);
    Process running = java.start();
    try {
      assertThat(running.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
      assertThat(running.exitValue()).isZero();
      return new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      running.destroyForcibly();
    }
  }

  private static void assertShown(Class<?> program, String mark, String doc) throws IOException {
    Path source = Path.of("src/main/java", program.getName().replace('.', '/') + ".java");
    String code = between(source, "// <" + mark + ">\n", "// </" + mark + ">");
    String shown = between(Path.of(doc), "<!-- " + mark + " -->", "<!-- /" + mark + " -->");
    assertThat(shown.strip()).isEqualTo("```java\n" + code.stripIndent().strip() + "\n```");
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
