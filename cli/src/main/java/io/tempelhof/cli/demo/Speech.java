package io.tempelhof.cli.demo;

import io.tempelhof.core.term.Pid;

/// What the demo's callers and workers say to each other.
sealed interface Speech {

  /// A caller's question.
  ///
  /// @param conversation grows when the caller has been told that the worker, or the way to it, is
  ///   gone
  /// @param sequence counts the asks of this caller to this worker in this conversation, from 1
  record Ask(Pid from, int caller, long conversation, long sequence, long question)
      implements Speech {}

  /// A worker's answer to that ask.
  record Answer(int worker, long conversation, long sequence, long answer)
      implements Speech, Caller.Heard, Insister.Heard {}

  /// What the worker of that node must answer: nobody else would say the same.
  static long answer(int worker, long sequence, long question) {
    long mixed = question ^ (sequence * 0x9e3779b97f4a7c15L) ^ ((long) worker << 32);
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    return mixed ^ (mixed >>> 27);
  }
}
