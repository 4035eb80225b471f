package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CookieFileTest {
  @TempDir Path home;

  @Test
  void makesAMissingFileThatOnlyItsOwnerMayRead() throws Exception {
    Path file = home.resolve(".erlang.cookie");
    CookieFile.read(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--------");
    assertThat(Files.readString(file)).matches("[A-Z]{24}");
    try (var left = Files.list(home)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void keepsTheCookieThatIsThere() throws Exception {
    Path file = write("SECRET\n", "r--------");
    CookieFile.read(file);
    assertThat(Files.readString(file)).isEqualTo("SECRET\n");
  }

  @Test
  void refusesAFileOthersCanRead() throws Exception {
    Path file = write("SECRET", "r--r-----");
    assertThatThrownBy(() -> CookieFile.read(file))
        .isInstanceOf(NodeStartException.class)
        .hasMessageContaining("accessible by its owner only")
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("SECRET");
  }

  @Test
  void refusesAFileWithoutACookie() throws Exception {
    Path file = write("\n", "r--------");
    assertThatThrownBy(() -> CookieFile.read(file))
        .isInstanceOfSatisfying(
            NodeStartException.class,
            e -> assertThat(e.kind()).isEqualTo(NodeStartException.Kind.BAD_COOKIE));
  }

  @Test
  void refusesAFileThatCannotBeRead() throws Exception {
    Path directory = Files.createDirectory(home.resolve("cookie"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    assertThatThrownBy(() -> CookieFile.read(directory))
        .isInstanceOf(NodeStartException.class)
        .hasMessageContaining("is not usable");
  }

  private Path write(String text, String mode) throws Exception {
    Path file = home.resolve(".erlang.cookie");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }
}
