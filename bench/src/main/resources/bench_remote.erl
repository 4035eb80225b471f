%% One end of a pairing of the remote benchmark: the same as RemoteMember.java, line by line.
-module(bench_remote).
-export([main/0, same/1]).

-define(BURST, 64).
-define(PATIENCE_MS, 60000).

main() ->
    register(bench_echo, spawn(fun echo/0)),
    register(bench_count, spawn(fun count/0)),
    bench_end:run(fun obey/1).

obey(["trips", Other, Seconds]) ->
    trips(list_to_atom(Other), list_to_float(Seconds));
obey(["flood", Other, Senders, Bytes, Seconds]) ->
    flood(list_to_atom(Other), list_to_integer(Senders), list_to_integer(Bytes), list_to_float(Seconds));
obey(["calls", Other, Callers, Seconds]) ->
    calls(list_to_atom(Other), list_to_integer(Callers), list_to_float(Seconds)).

same(Value) -> Value.

echo() ->
    receive {ask, From, Number} -> From ! {answer, Number} end,
    echo().

count() ->
    receive {'begin', By, Senders} -> By ! {counted, count(0, Senders)} end,
    count().

count(Messages, 0) -> Messages;
count(Messages, Senders) ->
    receive
        {tell, _} -> count(Messages + 1, Senders);
        {load, _} -> count(Messages + 1, Senders);
        done -> count(Messages, Senders - 1)
    end.

trips(Other, Seconds) ->
    Begin = now_ns(),
    Times = trips(Other, Begin, Begin + round(Seconds * 1.0e9), 0, []),
    Sorted = list_to_tuple(lists:sort(Times)),
    Count = tuple_size(Sorted),
    io_lib:format("~.1f ~.1f",
                  [element(Count div 2 + 1, Sorted) / 1.0e3,
                   element(Count div 100 * 99 + 1, Sorted) / 1.0e3]).

trips(_Other, Now, End, _Number, Times) when Now >= End -> Times;
trips(Other, Now, End, Number, Times) ->
    {bench_echo, Other} ! {ask, self(), Number},
    receive {answer, _} -> ok after ?PATIENCE_MS -> exit(no_answer_came) end,
    Then = now_ns(),
    trips(Other, Then, End, Number + 1, [Then - Now | Times]).

flood(Other, Senders, Bytes, Seconds) ->
    {bench_count, Other} ! {'begin', self(), Senders},
    Message = case Bytes of 0 -> {tell, 1}; _ -> {load, binary:copy(<<0>>, Bytes)} end,
    Begin = now_ns(),
    End = Begin + round(Seconds * 1.0e9),
    [spawn(fun() -> send(Other, Message, End) end) || _ <- lists:seq(1, Senders)],
    receive {counted, Messages} -> rate(Messages, Begin)
    after ?PATIENCE_MS -> exit(nothing_was_counted)
    end.

send(Other, Message, End) ->
    case now_ns() < End of
        true -> burst(Other, Message, ?BURST), send(Other, Message, End);
        false -> {bench_count, Other} ! done
    end.

burst(_Other, _Message, 0) -> ok;
burst(Other, Message, Left) ->
    {bench_count, Other} ! Message,
    burst(Other, Message, Left - 1).

calls(Other, Callers, Seconds) ->
    Self = self(),
    Begin = now_ns(),
    End = Begin + round(Seconds * 1.0e9),
    [spawn(fun() -> Self ! {counted, call(Other, End, 0)} end) || _ <- lists:seq(1, Callers)],
    Counts = [receive {counted, Calls} -> Calls after ?PATIENCE_MS -> exit(no_count_came) end
              || _ <- lists:seq(1, Callers)],
    rate(lists:sum(Counts), Begin).

call(Other, End, Calls) ->
    case now_ns() < End of
        true -> erpc:call(Other, ?MODULE, same, [1], ?PATIENCE_MS), call(Other, End, Calls + 1);
        false -> Calls
    end.

rate(Count, Begin) -> io_lib:format("~b", [round(Count / ((now_ns() - Begin) / 1.0e9))]).

now_ns() -> erlang:monotonic_time(nanosecond).
