package io.tempelhof.examples.auction;

import io.tempelhof.core.term.NodeName;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/// Which node does what: all that differs between one node and many.
///
/// @param house where the lots are
/// @param ledger where the ledger is, one of ours or an Elixir node
/// @param hall where the bidders are
record Places(NodeName house, NodeName ledger, NodeName hall) {
  static final List<String> ITEMS = List.of("clock", "vase", "lamp");

  static Places read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return new Places(
        node(properties, "house"), node(properties, "ledger"), node(properties, "hall"));
  }

  private static NodeName node(Properties properties, String key) {
    String name = properties.getProperty(key);
    if (name == null) {
      throw new IllegalArgumentException("the places say nothing of \"" + key + "\"");
    }
    return NodeName.of(name);
  }

  int bidderCount() {
    return Bidder.ALL.size();
  }
}
