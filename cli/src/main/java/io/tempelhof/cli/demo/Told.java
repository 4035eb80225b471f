package io.tempelhof.cli.demo;

import com.fasterxml.jackson.annotation.JsonFormat;

/// A node was told that another one is up or dead, or a process of it that a monitor of one there
/// has fired.
///
/// @param by the number of the node that was told
/// @param of the number of the other one
/// @param atMicros when, in microseconds since 1970: the same clock in every JVM of a machine
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Told(int by, int of, boolean up, long atMicros) {}
