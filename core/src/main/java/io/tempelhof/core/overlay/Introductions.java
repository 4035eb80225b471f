package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.overlay.OverlayMessage.Hello;
import java.util.List;
import java.util.function.Consumer;

/// What a node says of itself, and what it believes of what others say.
final class Introductions {
  /// In every hello: that many contacts closest to the other.
  static final int HELLO_CONTACTS = 8;

  private final boolean client;
  private final Contacts contacts;
  private final Connections connections;
  private final EventLog log;
  private NodeRecord self;

  Introductions(
      boolean client, NodeRecord self, Contacts contacts, Connections connections, EventLog log) {
    this.client = client;
    this.self = self;
    this.contacts = contacts;
    this.connections = connections;
    this.log = log;
  }

  NodeRecord self() {
    return self;
  }

  /// We say something else of ourselves from now on; whom to tell is the caller's matter.
  void renew(NodeRecord record) {
    self = record;
  }

  /// The first message on a connection.
  Hello hello(NodeId to, long now) {
    return new Hello(self, client, contacts.closest(to, HELLO_CONTACTS, to, now));
  }

  /// To those who know us already: what we say of ourselves has changed.
  Hello renewed() {
    return new Hello(self, client, List.of());
  }

  /// Takes in contacts that others tell.
  ///
  /// @return whether any was unknown before
  boolean learn(List<Contact> told, long now, Consumer<Wish> out) {
    boolean news = false;
    for (int i = 0; i < told.size(); i++) {
      Contact contact = told.get(i);
      if (contact.record().id().equals(self.id())) {
        heardOfOurselves(contact.record(), now, out);
      } else if (!log.buries(contact, now) && contacts.learn(contact, now)) {
        news = true;
      }
    }
    return news;
  }

  /// Of an earlier incarnation, that is; ours must count as later.
  void heardOfOurselves(NodeRecord record, long now, Consumer<Wish> out) {
    if (record.creation() != self.creation()
        && record.startStamp() >= self.startStamp()
        && record.startStamp() < NodeRecord.MILLIS_MAX) {
      self = self.startedAt(record.startStamp() + 1);
      for (Connection connection : connections.open()) {
        out.accept(new Wish.Tell(connection.name, hello(connection.id, now)));
      }
    }
  }
}
