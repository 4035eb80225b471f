/// Servers, compatible with OTP's {@code gen_server}: a state that one process owns, asked by
/// messages.
///
/// ```java
/// sealed interface Request {}
/// record Deposit(String account, long amount) implements Request {}
/// record Balance(String account) implements Request, Call<Long> {}
///
/// final class Bank implements Server<Request> {
///   private final Map<String, Long> accounts = new HashMap<>();
///
///   public void handleCast(Request request) {
///     switch (request) {
///       case Deposit(String account, long amount) -> accounts.merge(account, amount, Long::sum);
///       case Balance _ -> throw new UnhandledException();
///     }
///   }
///
///   public Object handleCall(Request request, From from) {
///     return switch (request) {
///       case Balance(String account) -> accounts.getOrDefault(account, 0L);
///       case Deposit _ -> throw new UnhandledException();
///     };
///   }
/// }
///
/// Startable bank = Server.of(Request.class, context -> new Bank()).named("bank");
///
/// ServerRef<Request> ref = ServerRef.to(Request.class, "bank");
/// ref.cast(self, new Deposit("anna", 100));
/// long balance = ref.call(self, new Balance("anna"));
/// ```
///
/// {@link io.tempelhof.runtime.server.Server} is what a program writes, {@link
/// io.tempelhof.runtime.server.ServerContext} what it gets for that. {@link
/// io.tempelhof.runtime.server.ServerRef} asks any server: ours, here or elsewhere, and genuine
/// ones of Erlang and Elixir. How a server begins is {@link
/// io.tempelhof.runtime.behaviour.Startable}'s matter; how it ends, and what it answers to OTP's
/// {@code sys}, that of {@link io.tempelhof.runtime.behaviour.Loop}.
@NullMarked
package io.tempelhof.runtime.server;

import org.jspecify.annotations.NullMarked;
