/// What a node tells about itself. {@link io.tempelhof.ops.report.Reporter} makes the reports for
/// one observer, {@link io.tempelhof.ops.report.NodeReport} is one of them: whole, or the
/// difference from the one before.
@NullMarked
package io.tempelhof.ops.report;

import org.jspecify.annotations.NullMarked;
