package io.tempelhof.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The tree polices itself: what CONTRIBUTING.md says of names, lengths and links is checked here.
class TidyTest {
  private static final int FILE_LINES_MAX = 450;
  private static final int METHOD_LINES_MAX = 60;
  private static final int COLUMNS_MAX = 100;

  private static final Path ROOT = root();

  /// Words that do not belong, and what to do instead.
  private static final Map<Pattern, String> BANNED =
      Map.of(
          Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?! #\\d)"), "name an issue, or do it",
          Pattern.compile("(^|[\"' ])/(home|root|work|farm)/"), "no path of one machine",
          Pattern.compile("\\bThread\\.sleep\\("), "wait on a condition with a deadline",
          Pattern.compile("\\bObjectOutputStream\\b"), "no Java serialization, ever");

  private static final Pattern BANNED_NAME =
      Pattern.compile(".*(Impl|Manager|Utils?|Helper|Helpers)(Test)?\\.java");

  @Test
  void filesAreShort() {
    assertThat(
            sources().stream()
                .filter(f -> lines(f).size() > FILE_LINES_MAX)
                .map(f -> ROOT.relativize(f) + ": " + lines(f).size() + " lines"))
        .as("files over %d lines lack a concept", FILE_LINES_MAX)
        .isEmpty();
  }

  @Test
  void methodsAreShort() throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    List<String> tooLong = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> sources = files.getJavaFileObjectsFromPaths(javaFiles());
      var task = (JavacTask) compiler.getTask(null, files, null, null, null, sources);
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new MethodLengths(unit, positions, tooLong).scan(unit, null);
      }
    }
    assertThat(tooLong).as("methods over %d lines", METHOD_LINES_MAX).isEmpty();
  }

  private static final class MethodLengths extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> tooLong;
    private String type = "";

    MethodLengths(CompilationUnitTree unit, SourcePositions positions, List<String> tooLong) {
      this.unit = unit;
      this.positions = positions;
      this.tooLong = tooLong;
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
      String outer = type;
      type = tree.getSimpleName().toString();
      super.visitClass(tree, null);
      type = outer;
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
      LineMap map = unit.getLineMap();
      long lines =
          map.getLineNumber(positions.getEndPosition(unit, tree))
              - map.getLineNumber(positions.getStartPosition(unit, tree))
              + 1;
      if (lines > METHOD_LINES_MAX) {
        tooLong.add(type + "." + tree.getName() + ": " + lines + " lines");
      }
      return super.visitMethod(tree, null);
    }
  }

  @Test
  void linesAreNarrow() {
    List<String> wide = new ArrayList<>();
    for (Path file : sources()) {
      List<String> lines = lines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).length() > COLUMNS_MAX) {
          wide.add(ROOT.relativize(file) + ":" + (i + 1));
        }
      }
    }
    assertThat(wide).as("lines over %d columns", COLUMNS_MAX).isEmpty();
  }

  @Test
  void noWordStandsWhereItDoesNotBelong() {
    List<String> found = new ArrayList<>();
    for (Path file : textFiles()) {
      if (file.endsWith("TidyTest.java")) {
        continue;
      }
      List<String> lines = lines(file);
      for (int i = 0; i < lines.size(); i++) {
        for (var banned : BANNED.entrySet()) {
          if (banned.getKey().matcher(lines.get(i)).find()) {
            found.add(ROOT.relativize(file) + ":" + (i + 1) + ": " + banned.getValue());
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void namesSayWhatAThingIs() {
    assertThat(
            javaFiles().stream()
                .filter(f -> BANNED_NAME.matcher(f.getFileName().toString()).matches()))
        .isEmpty();
  }

  @Test
  void everyPackageHasItsTour() {
    assertThat(
            javaFiles().stream()
                .filter(f -> f.toString().contains("src/main"))
                .map(Path::getParent)
                .distinct()
                .filter(dir -> !Files.exists(dir.resolve("package-info.java"))))
        .as("packages without package-info.java")
        .isEmpty();
  }

  @Test
  void everyLinkInTheDocsResolves() {
    Pattern link = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    List<String> broken = new ArrayList<>();
    for (Path file : textFiles()) {
      if (!file.toString().endsWith(".md")) {
        continue;
      }
      Matcher links = link.matcher(String.join("\n", lines(file)));
      while (links.find()) {
        if (!Files.exists(file.resolveSibling(links.group(1)))) {
          broken.add(ROOT.relativize(file) + " -> " + links.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static List<Path> javaFiles() {
    return tree(".java");
  }

  private static List<Path> sources() {
    return tree(".java", ".js", ".css", ".html");
  }

  private static List<Path> textFiles() {
    return tree(".java", ".js", ".css", ".html", ".md", ".sh", ".xml", ".yml", ".erl", ".exs");
  }

  private static List<Path> tree(String... endings) {
    try (Stream<Path> walk = Files.walk(ROOT)) {
      return walk.filter(Files::isRegularFile)
          .filter(f -> Stream.of(endings).anyMatch(f.toString()::endsWith))
          .filter(f -> !f.toString().contains("/target/") && !f.toString().contains("/.git/"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The folder that holds the parent pom, from whichever module the tests run.
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
