package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What a node asks of those it knows, in a cluster of some size.
@State(Scope.Thread)
public class ContactsBenchmark {
  private static final int NEIGHBOURS = 8;

  @Param({"1000", "10000"})
  int nodes;

  private final NodeId self = Numbered.node(-1).id();
  private List<Contact> told = new ArrayList<>();
  private Contacts contacts = new Contacts(self, NEIGHBOURS);
  private int turn;

  @Setup
  public void meet() {
    contacts = new Contacts(self, NEIGHBOURS);
    told = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      told.add(new Contact(Numbered.node(i), 0));
      contacts.learn(told.get(i), 0);
    }
  }

  private Contact next() {
    turn = turn + 1 < nodes ? turn + 1 : 0;
    return told.get(turn);
  }

  /// Who is closest to some node, as every answer to a lookup says.
  @Benchmark
  public List<Contact> closest() {
    return contacts.closest(next().record().id(), NEIGHBOURS, self, 0);
  }

  /// Somebody speaks of a node, known or not.
  @Benchmark
  public boolean learn() {
    return contacts.learn(next(), 0);
  }

  @Benchmark
  public @Nullable Known find() {
    return contacts.find(next().record().id());
  }
}
