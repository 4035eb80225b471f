package io.tempelhof.cli.settings;

/// A setting that has been found.
///
/// @param value as it was written
/// @param source where, in words
record Setting(String value, String source) {}
