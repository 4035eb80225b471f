%% One node of a full mesh: the same as ClusterMember.java, order by order, but for "talk".
-module(bench_cluster).
-export([main/0]).

-define(LOOK_MS, 20).
-define(AGAIN_MS, 100).

main() -> bench_end:run(fun obey/1).

%% A genuine node has joined when it is connected to all others.
obey(["join", Of]) ->
    N = list_to_integer(Of),
    number() =:= 1 orelse ask(1),
    await(fun() -> length(nodes()) =:= N - 1 end),
    "joined";
obey(["ask", Others, Of]) ->
    K = list_to_integer(Others),
    N = list_to_integer(Of),
    Stride = max(1, (N - 1) div K),
    [ask((number() - 1 + Stride * I) rem N + 1) || I <- lists:seq(1, K)],
    "asked";
obey(["settle"]) ->
    "settled";
obey(["count"]) ->
    Ports = [Port || {_, Port} <- erlang:system_info(dist_ctrl)],
    Stats = [Stat || Port <- Ports, {ok, Stat} <- [inet:getstat(Port, [send_cnt, send_oct])]],
    Sum = fun(Key) -> lists:sum([proplists:get_value(Key, Stat) || Stat <- Stats]) end,
    io_lib:format("~b ~b ~b", [Sum(send_cnt), Sum(send_oct), length(Ports)]).

%% Until it has answered.
ask(Number) ->
    case net_adm:ping(list_to_atom("m" ++ integer_to_list(Number) ++ "@127.0.0.1")) of
        pong -> ok;
        pang -> timer:sleep(?AGAIN_MS), ask(Number)
    end.

number() ->
    "m" ++ Rest = atom_to_list(node()),
    list_to_integer(hd(string:lexemes(Rest, "@"))).

await(Condition) ->
    case Condition() of
        true -> ok;
        false -> timer:sleep(?LOOK_MS), await(Condition)
    end.
