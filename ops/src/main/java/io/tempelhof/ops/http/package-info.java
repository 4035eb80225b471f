/// What a node tells over HTTP: the dashboard's files, JSON, a stream of differences, metrics and
/// health; docs/api.md is its contract. {@link io.tempelhof.ops.http.Dashboard} is the door.
///
/// On `jdk.httpserver`, one virtual thread for each request. {@code Guard} refuses what comes from
/// pages of other origins, {@code Api} answers, {@code Stream} goes on answering.
@NullMarked
package io.tempelhof.ops.http;

import org.jspecify.annotations.NullMarked;
