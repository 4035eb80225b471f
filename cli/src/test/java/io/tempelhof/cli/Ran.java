package io.tempelhof.cli;

import io.tempelhof.cli.console.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;

/// What a command run within the test's own JVM left behind.
record Ran(int code, String out, String err) {

  static Ran tempelhof(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Tempelhof.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Ran(code, out.toString(), err.toString());
  }

  boolean ended(ExitCode expected) {
    return code == expected.code();
  }
}
