package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.overlay.OverlayMessage.Hello;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Getting to know other nodes, and parting: what follows from a hello, from a goodbye, and from
/// the contacts that others tell.
final class Acquaintance {
  private final Introductions introductions;
  private final Contacts contacts;
  private final Connections connections;
  private final Searches searches;
  private final Peering peering;
  private final Repair repair;
  private final Vigil vigil;

  Acquaintance(
      Introductions introductions,
      Contacts contacts,
      Connections connections,
      Searches searches,
      Peering peering,
      Repair repair,
      Vigil vigil) {
    this.introductions = introductions;
    this.contacts = contacts;
    this.connections = connections;
    this.searches = searches;
    this.peering = peering;
    this.repair = repair;
    this.vigil = vigil;
  }

  /// The other end says who it is, for the first time or anew.
  void heard(Connection connection, Hello hello, long now, Consumer<Wish> out) {
    boolean first = connection.record() == null;
    connection.introduced(hello.self(), first ? hello.client() : connection.client());
    learn(hello.closest(), now, out);
    if (connection.client()) {
      return;
    }
    vigil.introduced(connection, hello.self(), first, now, out);
    contacts.connected(hello.self(), now);
    vigil.heard(connection, now, out);
    if (first) {
      introduced(connection, hello.self(), now, out);
    }
  }

  /// It is known who the other end is.
  void introduced(Connection connection, NodeRecord itself, long now, Consumer<Wish> out) {
    if (connection.entry()) {
      searches.begin(Joining.SEARCH, introductions.self().id(), List.of(itself), now);
    }
    searches.introduced(connection, now, out);
    peering.introduced(connection, itself, now, out);
  }

  /// Others tell of nodes.
  void learn(List<Contact> told, long now, Consumer<Wish> out) {
    if (introductions.learn(told, now, out)) {
      peering.reconsider();
    }
  }

  void learn(@Nullable NodeRecord node, long now, Consumer<Wish> out) {
    if (node != null) {
      learn(List.of(new Contact(node, 0)), now, out);
    }
  }

  /// The other end leaves the cluster.
  void departed(Connection connection, long now, Consumer<Wish> out) {
    NodeRecord node = connection.record();
    boolean neighbour = contacts.isNear(connection.id);
    boolean stood = connection.relation.stands();
    if (node != null && !connection.client()) {
      vigil.departed(node, now, out);
    }
    contacts.bury(connection.id);
    connections.change(connection, connection.reason, now, out, PeerRelation::end);
    connection.departed();
    repair.lost(connection, stood, neighbour, now);
  }
}
