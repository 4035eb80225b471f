package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Finding;
import io.tempelhof.core.overlay.OverlayMessage.Probed;
import io.tempelhof.core.term.NodeName;
import java.util.function.Consumer;

/// What a node says when others ask it about a suspect: what it has found itself, that a suspicion
/// of its own has just come to nothing, or what comes of telling the suspect, or of dialling it.
final class Testimony {
  /// Somebody who asks is answered after so long at the latest if the suspect is connected.
  static final long REPLY_NANOS = 1_000_000_000L;

  /// The same if it has to be dialled.
  static final long DIALLED_REPLY_NANOS = 2_000_000_000L;

  private final Contacts contacts;
  private final Connections connections;
  private final Docket docket;
  private final Patience patience;

  Testimony(Contacts contacts, Connections connections, Docket docket, Patience patience) {
    this.contacts = contacts;
    this.connections = connections;
    this.docket = docket;
    this.patience = patience;
  }

  /// Another node cannot reach the suspect and asks whether we can.
  void asked(NodeName by, NodeRecord suspect, long now, Consumer<Wish> out) {
    if (docket.isDown(suspect)) {
      out.accept(new Wish.Tell(by, new Probed(suspect, Finding.SILENT)));
      return;
    }
    Known known = contacts.find(suspect.id());
    NodeRecord latest = known != null && known.record.isLaterThan(suspect) ? known.record : suspect;
    if (docket.get(suspect.name()) == null && patience.isRefutedLately(suspect.name(), now)) {
      out.accept(new Wish.Tell(by, new Probed(latest, Finding.ALIVE)));
      return;
    }
    Suspicion suspicion = docket.of(latest);
    if (suspicion == null) {
      return;
    }
    Finding found = suspicion.finding;
    if (found != null) {
      out.accept(new Wish.Tell(by, new Probed(suspicion.suspect, found)));
      return;
    }
    if (suspicion.askers.isEmpty()) {
      if (connections.get(suspect.name()) == null) {
        suspicion.dialDue = true;
        suspicion.replyAt = now + patience.of(DIALLED_REPLY_NANOS);
      } else {
        Inquiry.challenge(suspicion.suspect, now, out);
        suspicion.replyAt = now + patience.of(REPLY_NANOS);
      }
    }
    suspicion.askers.add(by);
  }

  /// Answers those who asked.
  void reply(Suspicion suspicion, Finding finding, Consumer<Wish> out) {
    suspicion.replyAt = Long.MAX_VALUE;
    for (NodeName asker : suspicion.askers) {
      out.accept(new Wish.Tell(asker, new Probed(suspicion.suspect, finding)));
    }
    suspicion.askers.clear();
  }

  /// It is time to answer, and nothing has been heard. A dial that has had no outcome, perhaps
  /// because it is still in line, tells nothing.
  void timeOut(Suspicion suspicion, Consumer<Wish> out) {
    if (connections.get(suspicion.suspect.name()) == null) {
      suspicion.askers.clear();
    }
    reply(suspicion, Finding.SILENT, out);
  }
}
