package io.tempelhof.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The version the build says this is.
public final class BuildVersion {
  private static final String VERSION = read();

  private BuildVersion() {}

  /// As in the build's files.
  public static String get() {
    return VERSION;
  }

  private static String read() {
    Properties build = new Properties();
    try (InputStream in = BuildVersion.class.getResourceAsStream("/tempelhof.properties")) {
      if (in == null) {
        throw new IllegalStateException("the build has left no tempelhof.properties");
      }
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return String.valueOf(build.getProperty("version"));
  }
}
