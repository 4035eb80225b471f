package io.tempelhof.ops.agent;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.ProcessInfo;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The processes of a node, as docs/api.md says.
///
/// @param total how many there are
record ProcessDocument(String node, int total, List<Row> processes) {
  /// Pids named in each list.
  private static final int NAMED_MAX = 20;

  /// One of them.
  record Row(
      String pid,
      @Nullable String name,
      @Nullable String label,
      @Nullable String parent,
      String state,
      int mailbox,
      int passedOver,
      long refused,
      long sent,
      long received,
      long messages,
      boolean trapsExits,
      List<String> links,
      int linksTotal,
      List<String> monitors,
      int monitorsTotal,
      List<String> monitoredBy,
      int monitoredByTotal,
      int aliases) {

    static Row of(ProcessInfo info, NodeName node) {
      return new Row(
          info.pid().toString(),
          info.name(),
          info.label(),
          parent(info),
          info.state().name().toLowerCase(Locale.ROOT),
          info.mailbox(),
          info.passedOver(),
          info.refused(),
          info.sent(),
          info.received(),
          info.work(),
          info.trapsExits(),
          named(info.links(), node),
          info.links().size(),
          named(info.monitors(), node),
          info.monitors().size(),
          named(info.monitoredBy(), node),
          info.monitoredBy().size(),
          info.aliases().size());
    }

    /// The one above it in the tree: whoever started it, as long as the link between them holds.
    private static @Nullable String parent(ProcessInfo info) {
      Pid parent = info.parent();
      return parent != null && info.links().contains(parent) ? parent.toString() : null;
    }

    private static List<String> named(List<? extends Term> terms, NodeName node) {
      return terms.stream().limit(NAMED_MAX).map(term -> text(term, node)).toList();
    }

    private static String text(Term term, NodeName node) {
      return term instanceof Pid pid && !pid.node().equals(node.atom())
          ? pid.toLongString()
          : term.toString();
    }
  }
}
