package io.tempelhof.cli.shell;

import io.tempelhof.cli.console.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Function;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.TerminalBuilder;

/// Where the lines of a shell come from and its answers go: a terminal, with history and
/// completion, or a pipe, with neither and without a prompt.
public sealed interface Desk extends AutoCloseable {
  /// Lines remembered for the next time.
  int HISTORY_MAX = 1_000;

  /// The next line; empty if there is none.
  Optional<String> next() throws IOException;

  /// Says something.
  void say(String line);

  /// Whether a person is there, who goes on after a mistake.
  boolean isTerminal();

  @Override
  void close() throws IOException;

  /// The one this program was started at.
  ///
  /// @param completions what may stand for the beginning of a word
  static Desk open(
      String prompt, PrintWriter out, Function<String, NavigableSet<String>> completions)
      throws IOException {
    return Terminal.isThere()
        ? new Screen(prompt, history(System.getenv("XDG_STATE_HOME")), completions)
        : new Pipe(
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out);
  }

  private static Path history(String given) throws IOException {
    Path home = Path.of(System.getProperty("user.home"));
    Path state = given == null || given.isEmpty() ? home.resolve(".local/state") : Path.of(given);
    Path folder = Files.createDirectories(state.resolve("tempelhof"));
    Path file = folder.resolve("attach_history");
    if (Files.notExists(file)
        && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      // What is typed may be secret.
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return file;
  }

  /// A pipe.
  record Pipe(BufferedReader in, PrintWriter out) implements Desk {
    @Override
    public Optional<String> next() throws IOException {
      return Optional.ofNullable(in.readLine());
    }

    @Override
    public void say(String line) {
      out.println(line);
      out.flush();
    }

    @Override
    public boolean isTerminal() {
      return false;
    }

    @Override
    public void close() {}
  }

  /// What is completed is a name or a variable, whatever stands around it.
  final class Words extends DefaultParser {
    @Override
    public boolean isDelimiterChar(CharSequence text, int at) {
      return !Character.isLetterOrDigit(text.charAt(at)) && "_@".indexOf(text.charAt(at)) < 0;
    }
  }

  /// A terminal.
  final class Screen implements Desk {
    private final String prompt;
    private final org.jline.terminal.Terminal terminal;
    private final LineReader reader;

    Screen(String prompt, Path history, Function<String, NavigableSet<String>> completions)
        throws IOException {
      this.prompt = prompt;
      this.terminal = TerminalBuilder.builder().name("tempelhof").build();
      DefaultParser words = new Words();
      words.setEscapeChars(null);
      words.setQuoteChars(null);
      this.reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .parser(words)
              .variable(LineReader.HISTORY_FILE, history)
              .variable(LineReader.HISTORY_SIZE, HISTORY_MAX)
              .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_MAX)
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .completer((_, line, candidates) -> {
                String begun = line.word().substring(0, line.wordCursor());
                completions
                    .apply(begun)
                    .forEach(word ->
                        candidates.add(new Candidate(word, word, null, null, null, null, false)));
              })
              .build();
    }

    @Override
    public Optional<String> next() {
      while (true) {
        try {
          return Optional.of(reader.readLine(prompt));
        } catch (UserInterruptException e) {
          // Ctrl-C gives the line up, not the shell.
        } catch (EndOfFileException e) {
          return Optional.empty();
        }
      }
    }

    @Override
    public void say(String line) {
      terminal.writer().println(line);
      terminal.flush();
    }

    @Override
    public boolean isTerminal() {
      return true;
    }

    @Override
    public void close() throws IOException {
      terminal.close();
    }
  }
}
