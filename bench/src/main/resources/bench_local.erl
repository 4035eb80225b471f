%% The same as LocalMember.java, line by line.
-module(bench_local).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2]).

-define(BURST, 64).
-define(SENDERS, 8).
-define(RING, 100000).
-define(BACKLOG, 100000).
-define(CHILDREN, 1000).
-define(PATIENCE_MS, 60000).

main() ->
    bench_end:run(fun([Workload, Seconds]) ->
                          integer_to_list(round(rate(Workload, list_to_float(Seconds))))
                  end).

rate("ping_pong", Seconds) -> ping_pong(Seconds);
rate("call", Seconds) -> calls(Seconds);
rate("brief", Seconds) -> calls(Seconds);
rate("backlog", Seconds) ->
    [self() ! {tell, I} || I <- lists:seq(1, ?BACKLOG)],
    calls(Seconds);
rate("senders", Seconds) -> senders(Seconds);
rate("ring", Seconds) -> ring(Seconds);
rate("spawn", Seconds) -> spawns(Seconds).

repeat(Seconds, Times, What) ->
    Begin = now_ns(),
    repeat(Begin, Begin + round(Seconds * 1.0e9), Times, What, 0).

repeat(Begin, End, Times, What, Done) ->
    case now_ns() of
        Now when Now < End ->
            times(Times, What),
            repeat(Begin, End, Times, What, Done + Times);
        Now ->
            Done / ((Now - Begin) / 1.0e9)
    end.

times(0, _What) -> ok;
times(Times, What) -> What(), times(Times - 1, What).

ping_pong(Seconds) ->
    Self = self(),
    Echo = spawn_link(fun echo/0),
    repeat(Seconds, ?BURST,
           fun() -> Echo ! {ask, Self, 1}, receive {answer, _} -> ok end end).

echo() ->
    receive {ask, From, Number} -> From ! {answer, Number} end,
    echo().

calls(Seconds) ->
    {ok, Server} = gen_server:start_link(?MODULE, [], []),
    repeat(Seconds, ?BURST, fun() -> gen_server:call(Server, {say, 1}) end).

init([]) -> {ok, none}.
handle_call({say, Number}, _From, State) -> {reply, Number, State}.
handle_cast(_, State) -> {noreply, State}.

senders(Seconds) ->
    Self = self(),
    Begin = now_ns(),
    End = Begin + round(Seconds * 1.0e9),
    Counter = spawn_link(fun() -> Self ! {counted, count(0, ?SENDERS)} end),
    [spawn_link(fun() -> send(Counter, End) end) || _ <- lists:seq(1, ?SENDERS)],
    receive
        {counted, Messages} -> Messages / ((now_ns() - Begin) / 1.0e9)
    after
        ?PATIENCE_MS -> exit(nothing_was_counted)
    end.

send(Counter, End) ->
    case now_ns() < End of
        true -> burst(Counter, ?BURST), send(Counter, End);
        false -> Counter ! last
    end.

burst(_Counter, 0) -> ok;
burst(Counter, Left) -> Counter ! {another, Left}, burst(Counter, Left - 1).

count(Messages, 0) -> Messages;
count(Messages, Senders) ->
    receive
        {another, _} -> count(Messages + 1, Senders);
        last -> count(Messages, Senders - 1)
    end.

ring(Seconds) ->
    First = link_up(?RING - 1, self()),
    Rounds = repeat(Seconds, 1,
                    fun() -> First ! {token, 1}, receive {token, _} -> ok end end),
    First ! stop,
    receive stop -> ok after ?PATIENCE_MS -> exit(the_ring_did_not_stop) end,
    Rounds * ?RING.

link_up(0, Next) -> Next;
link_up(Left, Next) -> link_up(Left - 1, spawn_link(fun() -> pass(Next) end)).

pass(Next) ->
    receive
        {token, Number} -> Next ! {token, Number}, pass(Next);
        stop -> Next ! stop
    end.

spawns(Seconds) ->
    Self = self(),
    Batches = repeat(Seconds, 1,
                     fun() ->
                         times(?CHILDREN, fun() -> spawn(fun() -> Self ! done end) end),
                         times(?CHILDREN, fun() -> receive done -> ok end end)
                     end),
    Batches * ?CHILDREN.

now_ns() -> erlang:monotonic_time(nanosecond).
