package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.term.NodeName;
import java.util.SplittableRandom;

/// What the node {@code self@h} knows of others, in a world whose ids have four bits that matter,
/// so that buckets and distances can be read. Its own are 0000.
final class FourBitTable {
  final NodeRecord self = record("self", 0b0000);
  final Contacts contacts = new Contacts(self.id(), 2);
  final Connections connections = new Connections();

  /// How this node introduces itself.
  Introductions introductions(EventLog log) {
    return new Introductions(false, self, contacts, connections, log);
  }

  /// What it looks up.
  Lookups lookups() {
    return new Lookups(self.name(), new Relay(self, contacts, connections));
  }

  /// Whom it suspects.
  Suspicions suspicions(EventLog log, Lateness lateness) {
    return new Suspicions(
        OverlaySettings.of("c"),
        introductions(log),
        contacts,
        connections,
        log,
        lateness,
        lookups(),
        new SplittableRandom(1));
  }

  static NodeId id(int bits) {
    return new NodeId((long) bits << 60, 0);
  }

  static NodeRecord record(String name, int bits) {
    return record(name, bits, FailureDomain.UNDECLARED);
  }

  static NodeRecord record(String name, int bits, FailureDomain domain) {
    return new NodeRecord(id(bits), NodeName.of(name + "@h"), 1, 1, new Address("h", 1), domain, 0);
  }

  /// The same with the id that belongs to its name in the cluster {@code c}.
  static NodeRecord named(String name) {
    NodeName node = NodeName.of(name + "@h");
    return new NodeRecord(
        NodeId.of("c", node), node, 1, 1, new Address("h", 1), FailureDomain.UNDECLARED, 0);
  }

  /// Others speak of the node.
  void hearsay(String name, int bits) {
    contacts.learn(new Contact(record(name, bits), 0), 0);
  }

  /// There is a connection to the node, which has introduced itself.
  Connection connected(String name, int bits) {
    return connected(record(name, bits));
  }

  private Connection connected(NodeRecord record) {
    int bucket = self.id().commonPrefix(record.id());
    Connection connection =
        new Connection(record.name(), record.id(), bucket, Opening.BY_OTHERS, false, 0);
    connection.introduced(record, false);
    connections.add(connection);
    contacts.connected(record, 0);
    return connection;
  }

  /// It has asked us to be its peer, and we are.
  Connection peer(String name, int bits) {
    return peer(name, bits, FailureDomain.UNDECLARED);
  }

  Connection peer(String name, int bits, FailureDomain domain) {
    Connection connection = connected(record(name, bits, domain));
    connections.answer(
        connection, PeerReason.BUCKET, 0, _ -> {}, relation -> relation.heardRequest(null));
    return connection;
  }
}
