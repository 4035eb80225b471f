package io.tempelhof.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Which of several values an option gets.
class SettingsTest {
  @Command(name = "program", subcommands = Serve.class)
  private static final class Program {}

  @Command(name = "serve")
  private static final class Serve implements Runnable {
    @Option(names = "--port", defaultValue = "1")
    int port;

    @Option(names = "--loud")
    boolean loud;

    @Option(names = "--join", split = "\\s*,\\s*")
    List<String> join = List.of();

    @Override
    public void run() {}
  }

  @TempDir private Path folder;

  private Serve parse(Map<String, String> environment, String... arguments) {
    CommandLine program = new CommandLine(new Program());
    Settings settings = Settings.of(environment, folder);
    settings.check(program);
    program.setDefaultValueProvider(settings);
    var parsed = program.parseArgs(arguments).subcommand().commandSpec();
    return (Serve) parsed.userObject();
  }

  private void file(String... lines) throws IOException {
    Files.write(folder.resolve(Settings.FILE), List.of(lines));
  }

  @Test
  void theNearestWins() throws IOException {
    assertThat(parse(Map.of(), "serve").port).as("default").isEqualTo(1);
    file("port = 2");
    assertThat(parse(Map.of(), "serve").port).as("file").isEqualTo(2);
    file("port = 2", "serve.port = 3");
    assertThat(parse(Map.of(), "serve").port).as("file, for the command").isEqualTo(3);
    Map<String, String> all = Map.of("TEMPELHOF_PORT", "4");
    assertThat(parse(all, "serve").port).as("environment").isEqualTo(4);
    Map<String, String> own = Map.of("TEMPELHOF_PORT", "4", "TEMPELHOF_SERVE_PORT", "5");
    assertThat(parse(own, "serve").port).as("environment, for the command").isEqualTo(5);
    assertThat(parse(own, "serve", "--port", "6").port).as("command line").isEqualTo(6);
  }

  @Test
  void severalValuesAndFlagsAreSetToo() throws IOException {
    file("serve.join = a@h, b@h", "loud = true", "# a remark");
    Serve serve = parse(Map.of(), "serve");
    assertThat(serve.join).containsExactly("a@h", "b@h");
    assertThat(serve.loud).isTrue();
  }

  @Test
  void aMisspeltKeyIsRefused() throws IOException {
    for (String key : List.of("prot", "serve.prot", "sreve.port", "help")) {
      file(key + " = 7");
      assertThatThrownBy(() -> parse(Map.of(), "serve"))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("nothing is called " + key);
    }
  }

  @Test
  void aFileThatIsNamedMustBeThere() {
    Map<String, String> named = Map.of(Settings.FILE_ENVIRONMENT, folder + "/none");
    assertThatThrownBy(() -> parse(named, "serve"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("there is no such file");
  }
}
