package io.tempelhof.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.net.NodeStartException.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;

/// Where a node's {@link Cookie} comes from when no option gives one.
public final class CookieFile {
  /// The environment variable that is asked first.
  public static final String ENVIRONMENT = "TEMPELHOF_COOKIE";

  private static final int MADE_LENGTH = 24;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private CookieFile() {}

  /// The cookie of the environment variable {@value #ENVIRONMENT}, else that of the user's file
  /// {@code ~/.erlang.cookie}, which is made when missing, as Erlang does.
  ///
  /// @throws NodeStartException if the variable holds no cookie or the file cannot be used
  public static Cookie find() throws NodeStartException {
    String given = System.getenv(ENVIRONMENT);
    if (given == null || given.isEmpty()) {
      return read(Path.of(System.getProperty("user.home"), ".erlang.cookie"));
    }
    try {
      return new Cookie(given);
    } catch (IllegalArgumentException e) {
      throw new NodeStartException(Kind.BAD_COOKIE, ENVIRONMENT + ": " + e.getMessage());
    }
  }

  /// The cookie in that file. A missing file is made with a random one, readable by its owner only.
  ///
  /// @throws NodeStartException if the file cannot be read or made, if others than its owner have
  ///   any right to it, or if it holds no cookie
  public static Cookie read(Path file) throws NodeStartException {
    try {
      if (Files.notExists(file)) {
        make(file);
      }
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw refused(file, "must be accessible by its owner only (chmod 400)");
      }
      return new Cookie(Files.readString(file, ISO_8859_1).strip());
    } catch (IllegalArgumentException e) {
      throw refused(file, "is not usable: " + e.getMessage());
    } catch (IOException e) {
      throw refused(file, "is not usable: " + reason(e));
    }
  }

  /// The file appears whole or not at all, so that nodes started together agree on one cookie.
  private static void make(Path file) throws IOException {
    Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".cookie", ".tmp");
    try {
      Files.writeString(draft, random(), ISO_8859_1);
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("r--------"));
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException _) {
      // Another node was faster: its cookie is the one.
    } finally {
      Files.delete(draft);
    }
  }

  private static String random() {
    return new SecureRandom()
        .ints(MADE_LENGTH, 'A', 'Z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static NodeStartException refused(Path file, String why) {
    return new NodeStartException(Kind.BAD_COOKIE, "cookie file " + file + " " + why);
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException f ? f.getReason() : null;
    return reason != null ? reason : e.getClass().getSimpleName();
  }
}
