/// The dashboard, tested in a real browser against a staged node that speaks docs/api.md.
@NullMarked
package io.tempelhof.ops.dashboard;

import org.jspecify.annotations.NullMarked;
