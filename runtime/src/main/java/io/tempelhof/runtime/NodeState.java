package io.tempelhof.runtime;

/// Whether another node lives. Two speak of it: the connection with it, and for a member the
/// cluster. A connection is life, whatever the cluster says; without one the cluster's word counts;
/// of whom the cluster has said nothing the end of the connection decides. So what is told of a
/// node's incarnation is told after everything that came over the connection with it.
final class NodeState {
  private enum Word {
    NONE,
    ALIVE,
    DEAD
  }

  private boolean hidden;
  private boolean extended;

  /// The incarnation connected with; 0 without a connection.
  private int connected;

  /// What the cluster says of which incarnation.
  private Word word = Word.NONE;

  private int wordOn;

  /// The incarnation those who watch take for alive; 0 for none.
  private int told;

  boolean isConnected() {
    return connected != 0;
  }

  boolean isHidden() {
    return hidden;
  }

  /// Whether it is a Tempelhof node of our cluster, client or not; of a connection.
  boolean isExtended() {
    return extended;
  }

  /// Whether those who watch take it for alive.
  boolean isUp() {
    return told != 0;
  }

  void connected(int creation, boolean extended, boolean client) {
    this.extended = extended;
    hidden = !extended || client;
    connected = creation;
    if (wordOn != creation) {
      word = Word.NONE;
    }
  }

  /// @param broke it was not closed by agreement
  void disconnected(boolean broke) {
    if (hidden || (broke && word == Word.NONE)) {
      word = Word.DEAD;
      wordOn = connected;
    }
    connected = 0;
  }

  void memberUp(int creation) {
    hidden &= isConnected();
    word = Word.ALIVE;
    wordOn = creation;
  }

  /// Unless it is about an incarnation that has been replaced already.
  void memberDown(int creation) {
    if (told == 0 || creation == told || creation == wordOn) {
      word = Word.DEAD;
      wordOn = creation;
    }
  }

  /// It is a member, and has been so for a while: nobody is told.
  void listed(int creation) {
    if (word == Word.NONE && (told == 0 || told == creation)) {
      word = Word.ALIVE;
      wordOn = creation;
      told = isConnected() ? told : creation;
    }
  }

  /// What is to be told.
  ///
  /// @param down the incarnation told of last is no more
  /// @param up an incarnation is there that was not told of; it comes second
  record Change(boolean down, boolean up) {}

  /// Settles what is to be told, as if it were.
  Change settle() {
    int now = alive();
    Change change = new Change(told != 0 && told != now, now != 0 && told != now);
    told = now;
    return change;
  }

  private int alive() {
    if (isConnected()) {
      return connected;
    }
    return switch (word) {
      case NONE -> told;
      case ALIVE -> wordOn;
      case DEAD -> 0;
    };
  }
}
