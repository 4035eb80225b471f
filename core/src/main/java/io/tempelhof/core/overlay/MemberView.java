package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.overlay.OverlayMessage.QueryFailed;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All members, for whoever asks. Nobody needs it, so it is made only then, by a crawl over peers
/// that opens no connection: who is closest to an id knows every node close to it. From an answer's
/// fifth closest on the next piece of the id space is asked for; {@value #SECTIONS} sections at a
/// time. Then notices keep it current; it is made anew when asked for {@value #FRESH_MINUTES}
/// minutes later.
final class MemberView {
  static final int SECTIONS = 8;
  static final int SECTION_BITS = 3;
  static final int TRIES = 4;
  static final int FRESH_MINUTES = 10;
  static final int MEMBERS_MAX = 200_000;
  static final int ASKING_MAX = 1_024;
  static final long ANSWER_NANOS = 2_000_000_000L;
  private static final long FRESH_NANOS = FRESH_MINUTES * 60_000_000_000L;

  /// A node's closest are its peers, so that it knows as many for certain, itself included.
  private static final int CERTAIN = 5;

  /// One part of the id space: where its crawl has come to.
  private static final class Section {
    @Nullable NodeId at;
    long question;
    long dueAt;
    int tries;

    Section(int index) {
      this.at = new NodeId((long) index << (Long.SIZE - SECTION_BITS), 0);
    }
  }

  private final Introductions introductions;
  private final Connections connections;
  private final Contacts contacts;
  private final EventLog log;
  private final Lookups lookups;
  private final RandomGenerator random;
  private final Map<NodeName, NodeRecord> members = new LinkedHashMap<>(0);
  private final List<Section> sections = new ArrayList<>(0);
  private final List<Long> asking = new ArrayList<>(0);
  private long crawledAt = Known.NEVER;
  private boolean whole;

  MemberView(
      Introductions introductions,
      Connections connections,
      Contacts contacts,
      EventLog log,
      Lookups lookups,
      RandomGenerator random) {
    this.introductions = introductions;
    this.connections = connections;
    this.contacts = contacts;
    this.log = log;
    this.lookups = lookups;
    this.random = random;
  }

  /// How many members are known; 0 if nobody has asked.
  int size() {
    return members.size();
  }

  /// Asks for all members; answered by {@link Wish.Listed} with that number.
  ///
  /// @param client we are no member ourselves
  void ask(long number, boolean client, long now, Consumer<Wish> out) {
    boolean fresh = crawledAt != Known.NEVER && whole && now - crawledAt < FRESH_NANOS;
    if ((fresh && sections.isEmpty()) || asking.size() >= ASKING_MAX) {
      out.accept(new Wish.Listed(number, List.copyOf(members.values()), fresh));
      return;
    }
    asking.add(number);
    if (sections.isEmpty()) {
      crawl(client, now, out);
    }
  }

  private void crawl(boolean client, long now, Consumer<Wish> out) {
    members.clear();
    whole = true;
    crawledAt = now;
    if (!client) {
      add(introductions.self());
    }
    for (int bucket = 0; bucket < contacts.depth(); bucket++) {
      for (Known known : contacts.inBucket(bucket)) {
        if (known.connected) {
          add(known.record);
        }
      }
    }
    boolean alone = !client && connections.peers() == 0;
    for (int i = 0; i < SECTIONS && !alone; i++) {
      sections.add(new Section(i));
    }
    for (Section section : List.copyOf(sections)) {
      question(section, now, out);
    }
    finish(out);
  }

  private void question(Section section, long now, Consumer<Wish> out) {
    NodeId at = section.at;
    if (at == null) {
      sections.remove(section);
      return;
    }
    List<Connection> first = connections.pick(1, Connection::carriesQueries, random);
    if (first.isEmpty()) {
      whole = false;
      sections.remove(section);
      return;
    }
    section.tries++;
    section.dueAt = now + ANSWER_NANOS;
    section.question = lookups.explore(at, first.getFirst(), now, out);
  }

  /// Where a query ended these are known.
  void answered(QueryFailed answer, long now, Consumer<Wish> out) {
    for (Section section : sections) {
      NodeId at = section.at;
      if (section.question == answer.number() && at != null) {
        answer.closest().forEach(contact -> add(contact.record()));
        section.at = after(at, answer.closest());
        section.tries = 0;
        question(section, now, out);
        finish(out);
        return;
      }
    }
  }

  /// Where to go on: behind the largest sub-tree around the id of which all members were told.
  private static @Nullable NodeId after(NodeId at, List<Contact> closest) {
    if (closest.size() < CERTAIN) {
      return null; // there are no more nodes than these
    }
    int depth = at.commonPrefix(closest.get(CERTAIN - 1).record().id()) + 1;
    return depth <= SECTION_BITS ? null : at.next(depth, SECTION_BITS);
  }

  private void add(NodeRecord node) {
    Notice latest = log.find(node.id());
    if (latest != null && latest.buries(node)) {
      return;
    }
    NodeRecord known = members.get(node.name());
    if (known == null ? members.size() < MEMBERS_MAX : node.isLaterThan(known)) {
      members.put(node.name(), node);
    }
  }

  /// A member lives. That may be no event: it arrived before we did.
  void learned(NodeRecord node) {
    if (crawledAt != Known.NEVER) {
      add(node);
    }
  }

  /// Something has become of a member.
  void changed(MemberEvent event) {
    if (crawledAt == Known.NEVER) {
      return;
    }
    switch (event) {
      case MemberEvent.Up up -> add(up.node());
      case MemberEvent.Down down -> members.remove(down.node().name());
      case MemberEvent.Suspected _, MemberEvent.Refuted _ -> {}
    }
  }

  void timer(long now, Consumer<Wish> out) {
    for (Section section : List.copyOf(sections)) {
      if (now >= section.dueAt) {
        if (section.tries >= TRIES) {
          whole = false;
          sections.remove(section);
        } else {
          question(section, now, out);
        }
      }
    }
    finish(out);
  }

  long nextDeadline() {
    long next = Long.MAX_VALUE;
    for (Section section : sections) {
      next = Math.min(next, section.dueAt);
    }
    return next;
  }

  private void finish(Consumer<Wish> out) {
    if (!sections.isEmpty() || asking.isEmpty()) {
      return;
    }
    log.alive(node -> {
      if (!members.containsKey(node.name())) {
        add(node); // a crawl while the cluster forms does not find everybody
      }
    });
    List<NodeRecord> all = List.copyOf(members.values());
    for (Iterator<Long> each = asking.iterator(); each.hasNext(); ) {
      out.accept(new Wish.Listed(each.next(), all, whole));
      each.remove();
    }
  }
}
