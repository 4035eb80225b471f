package io.tempelhof.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
import org.jspecify.annotations.Nullable;

/// The secret the nodes of a cluster share. Whoever knows it may do anything its nodes can do.
/// Never printed.
public final class Cookie {
  /// Where a cookie is looked for if no option gives one.
  public static final String ENVIRONMENT = "TEMPELHOF_COOKIE";

  private static final int MAX_LENGTH = 255;
  private static final int MADE_LENGTH = 24;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final String text;

  private Cookie(String text) {
    this.text = text;
  }

  /// A cookie given as text: 1 to 255 Latin-1 characters.
  ///
  /// @throws IllegalArgumentException if it is not
  public static Cookie of(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || !ISO_8859_1.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException("a cookie has 1 to 255 Latin-1 characters");
    }
    return new Cookie(text);
  }

  /// The cookie of the environment variable {@value #ENVIRONMENT}, else that of the user's file
  /// {@code ~/.erlang.cookie}, which is made when missing, as Erlang does.
  ///
  /// @throws NodeStartException if the file cannot be used
  public static Cookie find() throws NodeStartException {
    String given = System.getenv(ENVIRONMENT);
    return given != null && !given.isEmpty()
        ? of(given)
        : inFile(Path.of(System.getProperty("user.home"), ".erlang.cookie"));
  }

  /// The cookie in that file; a missing file is made with a random one, readable by its owner only.
  ///
  /// @throws NodeStartException if the file cannot be read or made, others than its owner have any
  ///   right to it, or it holds no cookie
  public static Cookie inFile(Path file) throws NodeStartException {
    try {
      if (Files.notExists(file)) {
        make(file);
      }
      Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
      open.addAll(Files.getPosixFilePermissions(file));
      open.removeAll(OWNER_ONLY);
      if (!open.isEmpty()) {
        throw refused(file, "must be accessible by its owner only (chmod 400)");
      }
      String text = Files.readString(file, ISO_8859_1).strip();
      if (text.isEmpty() || text.length() > MAX_LENGTH) {
        throw refused(file, "holds no cookie of 1 to 255 characters");
      }
      return new Cookie(text);
    } catch (IOException e) {
      throw refused(file, "cannot be used: " + reason(e));
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
      // another node was faster: its cookie is the one
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

  private static @Nullable String reason(IOException e) {
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : e.getClass().getSimpleName();
  }

  /// The secret itself.
  String text() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Cookie c && text.equals(c.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "Cookie";
  }
}
