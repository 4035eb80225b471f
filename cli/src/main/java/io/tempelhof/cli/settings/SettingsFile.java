package io.tempelhof.cli.settings;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/// A file of settings: a Java properties file in UTF-8, `key = value` on each line.
///
/// @param path where it is
/// @param values by key
record SettingsFile(Path path, Map<String, String> values) {
  /// Bytes of a file.
  private static final int LENGTH_MAX = 256 << 10;

  /// Reads one.
  ///
  /// @throws CommandFailure if it cannot be read
  static SettingsFile read(Path path) {
    try {
      if (Files.size(path) > LENGTH_MAX) {
        throw unreadable(path, "it is longer than " + LENGTH_MAX + " bytes");
      }
      Properties properties = new Properties();
      properties.load(new StringReader(Files.readString(path, StandardCharsets.UTF_8)));
      Map<String, String> values = new TreeMap<>();
      properties
          .stringPropertyNames()
          .forEach(key -> values.put(key, properties.getProperty(key).strip()));
      return new SettingsFile(path, values);
    } catch (NoSuchFileException e) {
      throw unreadable(path, "there is no such file");
    } catch (CharacterCodingException e) {
      throw unreadable(path, "it is not UTF-8");
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(path, String.valueOf(e.getMessage()));
    }
  }

  private static CommandFailure unreadable(Path path, String reason) {
    return new CommandFailure(
        ExitCode.USAGE, "settings " + path + ": " + reason + "; see docs/cli.md, Settings");
  }

  Optional<Setting> find(String key) {
    return Optional.ofNullable(values.get(key))
        .map(value -> new Setting(value, "file " + path + ", " + key));
  }
}
