package io.tempelhof.cli.demo;

/// What the processes of one node have said and heard, counted by themselves.
///
/// @param sent asks and answers sent
/// @param received asks and answers received
/// @param answered right answers received
/// @param wrong answers that are not what was to be answered
/// @param disorder asks or answers that came twice or after a later one
/// @param missing answers that never came although a later one did; whether the ask was lost or the
///   answer. Only the caller can judge that: it knows of which losses it was told
/// @param unanswered asks given up: no answer in time and no word that the partner is gone
/// @param partnersLost partners reported gone
record TalkCount(
    long sent,
    long received,
    long answered,
    long wrong,
    long disorder,
    long missing,
    long unanswered,
    long partnersLost) {
  static final TalkCount NONE = new TalkCount(0, 0, 0, 0, 0, 0, 0, 0);
  static final TalkCount RIGHT = new TalkCount(0, 0, 1, 0, 0, 0, 0, 0);
  static final TalkCount WRONG = new TalkCount(0, 0, 0, 1, 0, 0, 0, 0);
  static final TalkCount DISORDER = new TalkCount(0, 0, 0, 0, 1, 0, 0, 0);
  static final TalkCount PARTNER_LOST = new TalkCount(0, 0, 0, 0, 0, 0, 0, 1);

  static TalkCount sent(long times) {
    return new TalkCount(times, 0, 0, 0, 0, 0, 0, 0);
  }

  static TalkCount received(long times) {
    return new TalkCount(0, times, 0, 0, 0, 0, 0, 0);
  }

  static TalkCount missing(long times) {
    return new TalkCount(0, 0, 0, 0, 0, times, 0, 0);
  }

  static TalkCount unanswered(long times) {
    return new TalkCount(0, 0, 0, 0, 0, 0, times, 0);
  }

  TalkCount plus(TalkCount other) {
    return new TalkCount(
        sent + other.sent,
        received + other.received,
        answered + other.answered,
        wrong + other.wrong,
        disorder + other.disorder,
        missing + other.missing,
        unanswered + other.unanswered,
        partnersLost + other.partnersLost);
  }

  TalkCount minus(TalkCount other) {
    return new TalkCount(
        sent - other.sent,
        received - other.received,
        answered - other.answered,
        wrong - other.wrong,
        disorder - other.disorder,
        missing - other.missing,
        unanswered - other.unanswered,
        partnersLost - other.partnersLost);
  }
}
