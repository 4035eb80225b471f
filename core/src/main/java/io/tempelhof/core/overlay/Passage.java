package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Parcels;
import io.tempelhof.core.overlay.OverlayMessage.Query;
import io.tempelhof.core.overlay.OverlayMessage.QueryFailed;
import io.tempelhof.core.overlay.OverlayMessage.QueryFound;
import io.tempelhof.core.overlay.OverlayMessage.Routed;
import java.util.function.Consumer;

/// What passes through this node on its way to another one: lookups, their answers, parcels. What
/// it says beside that to whoever handles it is taken in.
final class Passage {
  private final Introductions introductions;
  private final Queries queries;
  private final Courier courier;
  private final Acquaintance acquaintance;
  private final Vigil vigil;

  Passage(
      Introductions introductions,
      Queries queries,
      Courier courier,
      Acquaintance acquaintance,
      Vigil vigil) {
    this.introductions = introductions;
    this.queries = queries;
    this.courier = courier;
    this.acquaintance = acquaintance;
    this.vigil = vigil;
  }

  void heard(Routed message, long now, Consumer<Wish> out) {
    switch (message) {
      case Query query -> {
        acquaintance.learn(query.origin(), now, out);
        queries.heard(query, introductions.self(), now, out);
      }
      case QueryFound found -> {
        if (queries.isOurs(found.visited())) {
          vigil.answered(found.record(), now, out);
        }
        queries.heard(found, out);
      }
      case QueryFailed failed -> {
        if (queries.isOurs(failed.visited())) {
          acquaintance.learn(failed.closest(), now, out);
          vigil.members().answered(failed, now, out);
        }
        queries.heard(failed, introductions.self(), now, out);
      }
      case Parcels parcels -> courier.heard(parcels, now, out);
    }
  }

  /// How many queries, answers and parcels had no way on.
  long lost() {
    return queries.lost() + courier.lost();
  }
}
