/// One program, spread without change: an auction with a supervised server for each item ({@code
/// Lot}, {@code House}), bidders ({@code Bidder}) and a ledger ({@code Ledger}, or {@code
/// ledger.exs} in Elixir). {@link io.tempelhof.examples.auction.Auction} runs the part of one node;
/// a file says which node does what ({@code Places}).
@NullMarked
package io.tempelhof.examples.auction;

import org.jspecify.annotations.NullMarked;
