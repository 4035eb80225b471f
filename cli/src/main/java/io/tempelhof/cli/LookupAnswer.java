package io.tempelhof.cli;

import io.tempelhof.core.overlay.FailureDomain;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.NodeName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What {@code lookup} has to say, in words and as JSON. What is not known is null.
///
/// @param hops forwards until the answering node, the final one included
/// @param path the nodes the question went through, the answering one last
/// @param started when the node did, ISO 8601
/// @param domain what it fails together with, if it declares that
/// @param reason why there is no record
record LookupAnswer(
    String name,
    boolean found,
    int hops,
    @Nullable String address,
    @Nullable Long creation,
    @Nullable String started,
    @Nullable String domain,
    List<String> path,
    @Nullable String reason) {

  static LookupAnswer found(NodeRecord record, int hops, List<NodeName> path) {
    return new LookupAnswer(
        record.name().toString(),
        true,
        hops,
        record.address().toString(),
        Integer.toUnsignedLong(record.creation()),
        Instant.ofEpochMilli(record.startStamp()).toString(),
        declared(record.domain()),
        texts(path),
        null);
  }

  static LookupAnswer none(NodeName name, int hops, List<NodeName> closest) {
    String reason =
        "no such node, say those closest to its id: " + String.join(" ", texts(closest));
    return new LookupAnswer(
        name.toString(), false, hops, null, null, null, null, List.of(), reason);
  }

  private static @Nullable String declared(FailureDomain domain) {
    return domain.equals(FailureDomain.UNDECLARED)
        ? null
        : "jvm %s, host %s, rack %s, zone %s"
            .formatted(domain.jvm(), domain.host(), domain.rack(), domain.zone());
  }

  private static List<String> texts(List<NodeName> nodes) {
    return nodes.stream().map(NodeName::toString).toList();
  }

  /// For a person, line by line.
  List<String> words() {
    if (reason != null) {
      return List.of(reason);
    }
    List<String> words = new ArrayList<>();
    words.add(name + " at " + address);
    words.add("hops      " + hops);
    words.add("path      " + String.join(" ", path));
    words.add("creation  " + creation);
    words.add("started   " + started);
    if (domain != null) {
      words.add("domain    " + domain);
    }
    return words;
  }
}
