package io.tempelhof.core.overlay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The contacts of one sub-tree: up to {@value #CONTACTS_MAX}, and as many more in reserve. Who is
/// in stays in (a long uptime predicts a longer one); newcomers wait in the reserve, of which the
/// oldest falls out. Two exceptions: nodes we are connected to are always in, and one we have heard
/// takes the place of one we know by hearsay.
final class Bucket {
  static final int CONTACTS_MAX = 20;
  static final int RESERVE_MAX = 20;

  private final List<Known> contacts = new ArrayList<>(4);
  private final List<Known> reserve = new ArrayList<>(0);

  List<Known> contacts() {
    return contacts;
  }

  /// Takes in a newcomer, at the back of the reserve if there is no room.
  ///
  /// @return who fell out for that
  @Nullable Known add(Known newcomer) {
    if (contacts.size() < CONTACTS_MAX) {
      contacts.add(newcomer);
      return null;
    }
    Known out = reserve.size() == RESERVE_MAX ? reserve.remove(0) : null;
    reserve.add(newcomer);
    return out;
  }

  /// A member of the bucket has just been heard or connected: it moves in from the reserve if that
  /// gives it precedence over a contact.
  void promote(Known known) {
    int at = indexOf(reserve, known.id());
    if (at < 0) {
      return;
    }
    if (contacts.size() < CONTACTS_MAX) {
      reserve.remove(at);
      contacts.add(known);
      return;
    }
    int victim = leastWorth(known.connected);
    if (victim >= 0) {
      reserve.set(at, contacts.set(victim, known));
    } else if (known.connected) {
      reserve.remove(at);
      contacts.add(known);
    }
  }

  /// The contact that has to make room: one known by hearsay, else one suspected, and for a
  /// connected node even one we have heard, the youngest. -1 for none.
  private int leastWorth(boolean forConnected) {
    int victim = -1;
    int worth = forConnected ? 3 : 2;
    for (int i = 0; i < contacts.size(); i++) {
      Known candidate = contacts.get(i);
      int its = candidate.connected ? 3 : !candidate.heard() ? 0 : candidate.suspect ? 1 : 2;
      if (its < worth || (its == worth && victim >= 0)) {
        victim = i;
        worth = its;
      }
    }
    return victim;
  }

  /// Removes the node; the reserve's most recently heard member takes its place.
  ///
  /// @return whether one has
  boolean remove(NodeId id) {
    int at = indexOf(contacts, id);
    if (at < 0) {
      at = indexOf(reserve, id);
      if (at >= 0) {
        reserve.remove(at);
      }
      return false;
    }
    contacts.remove(at);
    if (reserve.isEmpty() || contacts.size() >= CONTACTS_MAX) {
      return false;
    }
    int best = reserve.size() - 1;
    for (int i = best - 1; i >= 0; i--) {
      if (reserve.get(i).heardAt > reserve.get(best).heardAt) {
        best = i;
      }
    }
    contacts.add(reserve.remove(best));
    return true;
  }

  private static int indexOf(List<Known> list, NodeId id) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }
}
