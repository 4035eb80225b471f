package io.tempelhof.core.term;

/// A part of an array which never changes; with others it makes a longer run of bytes.
record Piece(byte[] bytes, int from, int length) {}
