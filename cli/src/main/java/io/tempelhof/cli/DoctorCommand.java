package io.tempelhof.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import io.tempelhof.net.CookieFile;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.ops.http.DashboardOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// {@code tempelhof doctor}: what on this machine could stand in a node's way.
@Command(
    name = "doctor",
    description = {
      "Check what a node needs on this machine, and say what to do about what is missing.",
      "Ends with 1 if a node could not run."
    })
final class DoctorCommand implements Callable<Integer> {
  /// How a check came out.
  enum Verdict {
    OK,
    WARNING,
    WRONG
  }

  /// A check.
  record Check(String what, Verdict verdict, String found, String remedy) {
    static Check ok(String what, String found) {
      return new Check(what, Verdict.OK, found, "");
    }
  }

  private static final int JDK_NEEDED = 25;
  private static final long DESCRIPTORS_ENOUGH = 4_096;
  private static final Duration EPMD_WITHIN = Duration.ofSeconds(1);

  /// Before this was written no clock that is right can have been.
  private static final Instant WRITTEN = Instant.parse("2026-01-01T00:00:00Z");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    List<Check> checks =
        List.of(
            jdk(), hostName(), listening(), epmd(), cookie(), clock(), descriptors(), dashboard());
    PrintWriter out = spec.commandLine().getOut();
    if (json.wanted()) {
      out.println(Json.line(checks));
    } else {
      checks.forEach(check -> words(check).forEach(out::println));
    }
    boolean fit = checks.stream().noneMatch(check -> check.verdict() == Verdict.WRONG);
    return (fit ? ExitCode.OK : ExitCode.NOT_SO).code();
  }

  private static List<String> words(Check check) {
    List<String> lines = new ArrayList<>();
    String mark =
        switch (check.verdict()) {
          case OK -> "ok     ";
          case WARNING -> "warning";
          case WRONG -> "WRONG  ";
        };
    lines.add("%s  %-12s %s".formatted(mark, check.what(), check.found()));
    if (!check.remedy().isEmpty()) {
      lines.add("                      -> " + check.remedy());
    }
    return lines;
  }

  private static Check jdk() {
    int feature = Runtime.version().feature();
    String found = "Java " + Runtime.version() + " in " + System.getProperty("java.home");
    return feature == JDK_NEEDED
        ? Check.ok("jdk", found)
        : new Check("jdk", Verdict.WRONG, found, "install JDK 25 (https://adoptium.net)");
  }

  private static Check hostName() {
    try {
      InetAddress self = InetAddress.getLocalHost();
      String found = self.getHostName() + " is " + self.getHostAddress();
      return self.isLoopbackAddress()
          ? new Check(
              "host name",
              Verdict.WARNING,
              found,
              "nodes named @"
                  + self.getHostName()
                  + " cannot be reached from other machines;"
                  + " name them after an address, or use --advertise")
          : Check.ok("host name", found);
    } catch (UnknownHostException e) {
      return new Check(
          "host name",
          Verdict.WARNING,
          "this machine's own name cannot be resolved: " + e.getMessage(),
          "add it to /etc/hosts, or name nodes after an address: n1@127.0.0.1");
    }
  }

  private static Check listening() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Check.ok(
          "ports", "any free port can be listened on, " + socket.getLocalPort() + " was");
    } catch (IOException e) {
      return new Check(
          "ports",
          Verdict.WRONG,
          "no port can be listened on: " + e.getMessage(),
          "let this user open sockets");
    }
  }

  private static Check epmd() {
    int port;
    try {
      port = NodeOptions.of("doctor@127.0.0.1").epmdPort();
    } catch (IllegalArgumentException e) {
      return new Check(
          "epmd", Verdict.WRONG, String.valueOf(e.getMessage()), "unset it, or set a port");
    }
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          (int) EPMD_WITHIN.toMillis());
      return Check.ok("epmd", "one listens on port " + port);
    } catch (IOException e) {
      return Check.ok("epmd", "none on port " + port + "; the first node will bring one along");
    }
  }

  private static Check cookie() {
    String given = System.getenv("TEMPELHOF_COOKIE");
    if (given != null && !given.isEmpty()) {
      return Check.ok("cookie", "from the environment's TEMPELHOF_COOKIE");
    }
    try {
      var _ = CookieFile.find();
      return Check.ok("cookie", "in ~/.erlang.cookie, readable by its owner only");
    } catch (NodeStartException e) {
      return new Check(
          "cookie",
          Verdict.WRONG,
          String.valueOf(e.getMessage()),
          "chmod 400 ~/.erlang.cookie, or set TEMPELHOF_COOKIE");
    }
  }

  private static Check clock() {
    Instant now = Instant.now();
    return now.isAfter(WRITTEN)
        ? Check.ok("clock", now + "; start stamps of restarted nodes depend on it")
        : new Check("clock", Verdict.WRONG, now.toString(), "set the clock, or run NTP");
  }

  private static Check descriptors() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
      return Check.ok("descriptors", "this system does not tell");
    }
    long most = unix.getMaxFileDescriptorCount();
    String found = "%d of %d in use".formatted(unix.getOpenFileDescriptorCount(), most);
    return most >= DESCRIPTORS_ENOUGH
        ? Check.ok("descriptors", found)
        : new Check(
            "descriptors",
            Verdict.WARNING,
            found,
            "raise the limit (ulimit -n " + DESCRIPTORS_ENOUGH + "): each connection takes one");
  }

  private static Check dashboard() {
    int port = DashboardOptions.DEFAULT_PORT;
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return Check.ok("dashboard", "port " + port + " is free");
    } catch (IOException e) {
      return Check.ok("dashboard", "port " + port + " is taken; the next free one will be used");
    }
  }
}
