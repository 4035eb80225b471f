package io.tempelhof.core.term;

/// The atoms a frame refers to by number instead of spelling them out.
public interface AtomReferences {
  /// The number of the atom with this text, 0 to 254; -1 if it is to be spelt out.
  int of(String text);
}
