package io.tempelhof.interop.faults;

import io.tempelhof.cli.console.Json;
import io.tempelhof.net.NodeStartException;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A JVM with some nodes: carries out the {@link Order}s on its standard input and answers each
/// with a {@link Report} on its standard output. When the input ends, so does it, at once.
final class Outpost {
  private final List<OutpostNode> nodes = new ArrayList<>();
  private final List<FileInputStream> eaten = new ArrayList<>();
  private @Nullable Soundings soundings;

  public static void main(String[] arguments) throws IOException {
    PrintStream reports = System.out;
    System.setOut(System.err);
    Outpost outpost = new Outpost();
    try {
      var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        reports.println(Json.line(outpost.outcome(Json.read(line, Order.class))));
        reports.flush();
      }
      Runtime.getRuntime().halt(0);
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private Report outcome(Order order) {
    try {
      return carryOut(order);
    } catch (NodeStartException | IOException e) {
      return new Report.Failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      e.printStackTrace();
      return new Report.Failed(e.toString());
    }
  }

  private Report carryOut(Order order) throws NodeStartException, IOException {
    switch (order) {
      case Order.Start start -> nodes.add(OutpostNode.start(start));
      case Order.Watch(List<String> targets) -> nodes.forEach(node -> node.watch(targets));
      case Order.Talk talk -> nodes.forEach(node -> node.talk(talk));
      case Order.Hush() ->
          nodes.stream().map(OutpostNode::hush).toList().forEach(CompletableFuture::join);
      case Order.Call(List<String> targets, int patienceMillis) -> {
        return call(targets, Duration.ofMillis(patienceMillis));
      }
      case Order.Look() -> {
        return look();
      }
      case Order.Exhaust() -> {
        return exhaust();
      }
      case Order.Relieve() -> {
        for (FileInputStream each : eaten) {
          each.close();
        }
        eaten.clear();
      }
      case Order.Sound(String address, int datagrams, int bytes) ->
          soundings().send(address, datagrams, bytes);
      case Order.Listen() -> {
        return new Report.Heard(soundings().heard());
      }
    }
    return new Report.Done();
  }

  private Soundings soundings() throws IOException {
    if (soundings == null) {
      soundings = new Soundings();
    }
    return soundings;
  }

  private Report exhaust() throws IOException {
    Json.line(new Report.Full(0, ""));
    loadAll();
    while (true) {
      try {
        eaten.add(new FileInputStream("/dev/null"));
      } catch (IOException e) {
        return new Report.Full(eaten.size(), String.valueOf(e.getMessage()));
      }
    }
  }

  /// Loads what may be needed later. Classes of a jar need no descriptor of their own, but those of
  /// a folder do, and in tests they are in folders.
  private static void loadAll() throws IOException {
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path folder = Path.of(each);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          files
              .map(file -> folder.relativize(file).toString())
              .filter(file -> file.matches("io/tempelhof/(core|runtime|net)/.*\\.class"))
              .map(file -> file.replace(".class", "").replace('/', '.'))
              .forEach(Outpost::load);
        }
      }
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name);
    } catch (ClassNotFoundException | LinkageError e) {
      // A test of another module, which needs what is not here.
    }
  }

  private Report call(List<String> targets, Duration patience) {
    List<CompletableFuture<List<String>>> calls =
        nodes.stream().map(node -> node.call(targets, patience)).toList();
    return new Report.Called(calls.stream().flatMap(call -> call.join().stream()).toList());
  }

  private Report look() {
    return new Report.Seen(
        nodes.stream().map(OutpostNode::seen).toList(),
        nodes.stream().flatMap(node -> node.downs().stream()).toList(),
        nodes.stream().flatMap(node -> node.told().stream()).toList());
  }
}
