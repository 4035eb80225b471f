%% What a genuine node tries with a node of ours, and judges. Each exported function answers ok, or
%% raises with what it saw instead. Ours are puppets: processes that do as they are told.
-module(trials).
-export([echo/2, echo/3, links_fire/1, links_fire_whoever_made_them/1, kill_becomes_killed/1,
         link_to_the_dead/1, unlink_silences/1, unlink_races/2, linked_again/2, both_link/2]).
-export([monitors_fire/1, monitors_by_name_fire/1, demonitor_flushes/1, demonitor_informs/3,
         monitors_are_listed/1, monitors_mix/1, large_reasons/2, watcher_is_killed/1,
         former_incarnation/1]).
-export([signals_in_order/2, named_in_order/2, beside_large_ones/3, ends_behind_large/2,
         killed_amid_large/3, large_to_alias/2, parallel_senders/3,
         evil_receiver/3, ends_arrive/2, group_leader_is_ignored/1]).
-export([pid/4, port/3, ref/3, code_points/0, conflicting_atoms/2, contended/3, bulk/3, bulk_sink/0, counted/1,
         collect/1, connected_as_hidden/1, puppet/1, between_up_and_down/3, illegal_node/1, spawns_are_answered/1,
         spawns_of_nothing/1, spawns_end_with_their_parent/1, spawns_are_abandoned/1,
         from_before/1]).

-define(PATIENCE, 20000).

%% Runs a trial in a process of its own, so that nothing of it is left behind.
trial(Fun) ->
    {P, M} = spawn_monitor(Fun),
    receive
        {'DOWN', M, process, P, normal} -> ok;
        {'DOWN', M, process, P, Reason} -> exit(Reason)
    end.

%% Puppets.

puppet(Node) ->
    {puppeteer, Node} ! {spawn, self()},
    receive {Q, P} when node(Q) =:= Node, is_pid(P) -> P
    after ?PATIENCE -> exit(no_puppet)
    end.

tell(P, Tag, Arguments) ->
    P ! list_to_tuple([Tag, self() | Arguments]).

ask(P, Tag, Arguments) ->
    tell(P, Tag, Arguments),
    receive {P, Answer} -> Answer
    after ?PATIENCE -> exit({no_answer, P, Tag})
    end.

%% A process of this node that does nothing until it is killed.
idler() -> spawn(fun idle/0).

idle() ->
    receive {exit, Reason} -> exit(Reason) end.

expect_exit(P, Reason) ->
    receive {'EXIT', P, R} -> {P, Reason} = {P, R}
    after ?PATIENCE -> exit({no_exit, P, Reason})
    end.

expect_down(M, P, Reason) ->
    receive {'DOWN', M, process, Q, R} -> {P, Reason} = {Q, R}
    after ?PATIENCE -> exit({no_down, P, Reason})
    end.

%% Nothing is in the mailbox, nor was on the way from the node.
quiet(Node) ->
    P = puppet(Node),
    M = monitor(process, P),
    tell(P, exit, [quiet]),
    expect_down(M, P, quiet),
    receive Any -> exit({unexpected, Any}) after 0 -> ok end.

%% Waits until a process of this node is monitored by that one.
watched(P, By) ->
    eventually(fun() -> process_info(P, monitored_by) =:= {monitored_by, [By]} end).

eventually(Fun) -> eventually(Fun, erlang:monotonic_time(millisecond) + ?PATIENCE).

eventually(Fun, Deadline) ->
    case Fun() of
        true -> ok;
        Other ->
            erlang:monotonic_time(millisecond) < Deadline orelse exit({not_in_time, Other}),
            receive after 5 -> ok end,
            eventually(Fun, Deadline)
    end.

times(0, _Fun) -> ok;
times(N, Fun) -> Fun(), times(N - 1, Fun).

reasons() ->
    [normal, shutdown, {shutdown, why}, kill, killed, noproc, [], "text", 1.5,
     [self(), make_ref(), #{any => <<"term">>, 1 bsl 70 => fun lists:map/2}]].

%% Terms.

%% Each term comes back the same, from the process To that echoes.
echo(To, Terms) -> echo(To, Terms, fun(T) -> T end).

%% Each term comes back as Fun says.
echo(To, Terms, Fun) ->
    trial(fun() ->
        lists:foreach(
            fun(T) ->
                To ! {self(), T},
                Wanted = Fun(T),
                receive
                    {P, Answer} when is_pid(P) ->
                        Answer =:= Wanted orelse exit({sent, T, got, Answer})
                after ?PATIENCE -> exit({no_answer, T})
                end
            end, Terms)
    end).

atom_ext(Name) ->
    Text = unicode:characters_to_binary(Name),
    <<118, (byte_size(Text)):16, Text/binary>>.

pid(Node, Id, Serial, Creation) ->
    binary_to_term(<<131, 88, (atom_ext(Node))/binary, Id:32, Serial:32, Creation:32>>).

port(Node, Id, Creation) when Id < 1 bsl 28 ->
    binary_to_term(<<131, 89, (atom_ext(Node))/binary, Id:32, Creation:32>>);
port(Node, Id, Creation) ->
    binary_to_term(<<131, 120, (atom_ext(Node))/binary, Id:64, Creation:32>>).

ref(Node, Words, Creation) ->
    binary_to_term(<<131, 90, (length(Words)):16, (atom_ext(Node))/binary, Creation:32,
                     << <<W:32>> || W <- Words >>/binary>>).

%% Every code point there is, as binaries of at most 4096.
code_points() ->
    [unicode:characters_to_binary(
         [C || C <- lists:seq(From, min(From + 4095, 16#10FFFF)), C < 16#D800 orelse C > 16#DFFF])
     || From <- lists:seq(0, 16#10FFFF, 4096)].

%% So many atoms that share one slot of this node's cache of outgoing atoms, the text starting so.
conflicting_atoms(Count, Prefix) ->
    erts_debug:set_internal_state(available_internal_state, true),
    conflicting(Count, Prefix, slot(list_to_atom(Prefix ++ "0")), 0).

conflicting(0, _, _, _) -> [];
conflicting(Count, Prefix, Slot, N) ->
    Atom = list_to_atom(Prefix ++ integer_to_list(N)),
    case slot(Atom) of
        Slot -> [Atom | conflicting(Count - 1, Prefix, Slot, N + 1)];
        _ -> conflicting(Count, Prefix, Slot, N + 1)
    end.

%% Many at once send the process To that echoes one atom each, and judge what comes back.
contended(To, Atoms, Count) ->
    trial(fun() ->
        Ps = [spawn_monitor(fun() ->
                  [To ! {self(), A} || _ <- lists:seq(1, Count)],
                  [receive {_, B} -> A = B after ?PATIENCE -> exit(missing) end
                   || _ <- lists:seq(1, Count)]
              end) || A <- Atoms],
        [expect_down(M, P, normal) || {P, M} <- Ps]
    end).

slot(Atom) -> erts_debug:get_internal_state({atom_out_cache_index, Atom}).

%% Links.

links_fire(Node) ->
    trial(fun() ->
        process_flag(trap_exit, true),
        [begin
             P = puppet(Node),
             case Maker of
                 we -> link(P);
                 it -> linked = ask(P, link, [self()])
             end,
             tell(P, exit, [R]),
             expect_exit(P, R)
         end || R <- reasons(), Maker <- [we, it]],
        quiet(Node)
    end).

%% The other way: ends of ours are told what ends here.
links_fire_whoever_made_them(Node) ->
    trial(fun() ->
        [begin
             P = puppet(Node),
             ok = ask(P, trap_exits, [true]),
             Q = idler(),
             linked = ask(P, link, [Q]),
             Q ! {exit, R},
             {Q, R} = ask(P, next_exit, [])
         end || R <- reasons()],
        %% Untrapped, it ends ours with the same reason.
        P = puppet(Node),
        M = monitor(process, P),
        Q = spawn(fun() -> link(P), idle() end),
        eventually(fun() -> process_info(Q, links) =:= {links, [P]} end),
        Q ! {exit, {some, reason}},
        expect_down(M, P, {some, reason}),
        %% But normal does not.
        P2 = puppet(Node),
        Q2 = idler(),
        linked = ask(P2, link, [Q2]),
        M2 = monitor(process, Q2),
        Q2 ! {exit, normal},
        expect_down(M2, Q2, normal),
        ok = ask(P2, trap_exits, [false]),
        quiet(Node)
    end).

%% A chain of linked processes, theirs and ours in turn, ends whole. Only exit/2 turns kill into
%% killed.
kill_becomes_killed(Node) ->
    trial(fun() ->
        process_flag(trap_exit, true),
        [begin
             Chain = [First | _] = chain(Length, Node),
             Last = lists:last(Chain),
             link(First),
             case How of
                 other -> exit(Last, kill);
                 own when node(Last) =:= node() -> Last ! {exit, kill};
                 own -> tell(Last, exit, [kill])
             end,
             expect_exit(First, case How of other -> killed; own -> kill end)
         end || Length <- [1, 2, 9, 10], How <- [other, own]],
        quiet(Node)
    end).

chain(1, Node) -> [puppet(Node)];
chain(N, Node) ->
    Rest = [Next | _] = chain(N - 1, Node),
    case node(Next) =:= Node of
        true ->
            Q = idler(),
            linked = ask(Next, link, [Q]),
            [Q | Rest];
        false ->
            P = puppet(Node),
            linked = ask(P, link, [Next]),
            [P | Rest]
    end.

link_to_the_dead(Node) ->
    trial(fun() ->
        process_flag(trap_exit, true),
        P = puppet(Node),
        M = monitor(process, P),
        tell(P, exit, [die]),
        expect_down(M, P, die),
        link(P),
        expect_exit(P, noproc),
        {links, []} = process_info(self(), links),
        quiet(Node),
        %% And from there to here.
        Q = idler(),
        exit(Q, kill),
        false = is_process_alive(Q),
        P2 = puppet(Node),
        ok = ask(P2, trap_exits, [true]),
        linked = ask(P2, link, [Q]),
        {Q, noproc} = ask(P2, next_exit, []),
        quiet(Node)
    end).

unlink_silences(Node) ->
    trial(fun() ->
        process_flag(trap_exit, true),
        [begin
             P = puppet(Node),
             case Maker of we -> link(P); it -> linked = ask(P, link, [self()]) end,
             case Breaker of we -> unlink(P); it -> unlinked = ask(P, unlink, [self()]) end,
             eventually(fun() -> process_info(self(), links) =:= {links, []} end),
             M = monitor(process, P),
             tell(P, exit, [gone]),
             expect_down(M, P, gone)
         end || Maker <- [we, it], Breaker <- [we, it]],
        quiet(Node)
    end).

%% Whatever crosses on the way: after unlink returned and the mailbox was emptied, no exit comes.
unlink_races(Node, Times) ->
    trial(fun() ->
        process_flag(trap_exit, true),
        times(Times, fun() ->
            P = puppet(Node),
            link(P),
            tell(P, exit, [race]),
            unlink(P),
            receive {'EXIT', P, _} -> ok after 0 -> ok end
        end),
        quiet(Node),
        %% The other way round.
        P = puppet(Node),
        ok = ask(P, trap_exits, [true]),
        times(Times, fun() ->
            Q = idler(),
            linked = ask(P, link, [Q]),
            Q ! {exit, race},
            unlinked = ask(P, unlink, [Q]),
            ok = ask(P, flush_exits, [])
        end),
        quiet(Node),
        none = ask(P, exit_waiting, [])
    end).

%% A link made again while the unlink is still under way is a link.
linked_again(Node, Times) ->
    trial(fun() ->
        process_flag(trap_exit, true),
        times(Times, fun() ->
            P = puppet(Node),
            link(P), unlink(P), link(P), unlink(P), link(P),
            tell(P, exit, [again]),
            expect_exit(P, again)
        end),
        quiet(Node),
        P = puppet(Node),
        ok = ask(P, trap_exits, [true]),
        times(Times, fun() ->
            Q = idler(),
            [tell(P, Tag, [Q]) || Tag <- [link, unlink, link, unlink, link]],
            [receive {P, _} -> ok end || _ <- lists:seq(1, 5)],
            Q ! {exit, again},
            {Q, again} = ask(P, next_exit, [])
        end),
        none = ask(P, exit_waiting, [])
    end).

%% Two links that cross are one link.
both_link(Node, Times) ->
    trial(fun() ->
        process_flag(trap_exit, true),
        times(Times, fun() ->
            P = puppet(Node),
            tell(P, link, [self()]),
            link(P),
            receive {P, linked} -> ok end,
            {links, [P]} = process_info(self(), links),
            tell(P, exit, [one]),
            expect_exit(P, one)
        end),
        quiet(Node)
    end).

%% Monitors.

monitors_fire(Node) ->
    trial(fun() ->
        [begin
             P = puppet(Node),
             M = monitor(process, P),
             tell(P, exit, [R]),
             expect_down(M, P, R),
             M2 = monitor(process, P),
             expect_down(M2, P, noproc)
         end || R <- reasons()],
        P = puppet(Node),
        M = monitor(process, P),
        exit(P, frop),
        expect_down(M, P, frop),
        %% And theirs on ours.
        [begin
             Q = idler(),
             W = puppet(Node),
             Ref = ask(W, monitor, [Q]),
             Q ! {exit, R},
             R = ask(W, next_down, [Ref]),
             Ref2 = ask(W, monitor, [Q]),
             noproc = ask(W, next_down, [Ref2])
         end || R <- reasons()],
        quiet(Node)
    end).

monitors_by_name_fire(Node) ->
    trial(fun() ->
        [begin
             P = puppet(Node),
             ok = ask(P, register, [jeeves]),
             M = monitor(process, {jeeves, Node}),
             tell(P, exit, [R]),
             expect_down(M, {jeeves, Node}, R),
             M2 = monitor(process, {jeeves, Node}),
             expect_down(M2, {jeeves, Node}, noproc)
         end || R <- [normal, frop]],
        [begin
             Q = spawn(fun() -> register(wooster, self()), idle() end),
             eventually(fun() -> whereis(wooster) =:= Q end),
             W = puppet(Node),
             Ref = ask(W, monitor_name, [wooster, node()]),
             Q ! {exit, R},
             R = ask(W, next_down, [Ref]),
             Ref2 = ask(W, monitor_name, [wooster, node()]),
             noproc = ask(W, next_down, [Ref2])
         end || R <- [normal, frop]],
        quiet(Node)
    end).

demonitor_flushes(Node) ->
    trial(fun() ->
        P = puppet(Node),
        [M1, M2, M3, M4] = [monitor(process, P) || _ <- lists:seq(1, 4)],
        true = demonitor(M1, [flush]),
        exit(P, bang),
        expect_down(M2, P, bang),
        true = demonitor(M3, [flush]),
        expect_down(M4, P, bang),
        quiet(Node),
        %% The same over there.
        Q = idler(),
        W = puppet(Node),
        [R1, R2, R3, R4] = [ask(W, monitor, [Q]) || _ <- lists:seq(1, 4)],
        true = ask(W, demonitor, [R1]),
        false = ask(W, demonitor, [R1]),
        [false = ask(W, demonitor, [R]) || R <- [make_ref(), monitor(process, W)]],
        exit(Q, bang),
        bang = ask(W, next_down, [R2]),
        false = ask(W, demonitor_flush, [R3]),
        bang = ask(W, next_down, [R4]),
        false = ask(W, demonitor_flush, [R4]),
        none = ask(W, down_waiting, []),
        %% The connection breaks first.
        W2 = puppet(Node),
        M5 = monitor(process, W2),
        M6 = monitor(process, W2),
        demonitor(M6),
        true = erlang:disconnect_node(Node),
        true = demonitor(M5),
        receive {'DOWN', M5, process, W2, noconnection} -> ok after ?PATIENCE -> exit(no_down) end,
        exit(W2, kill),
        receive {'DOWN', M6, _, _, _} -> exit(down_came) after 0 -> ok end
    end).

%% demonitor says truly whether the message has come, however the two cross.
demonitor_informs(Node, Groups, Size) ->
    trial(fun() ->
        times(Groups, fun() ->
            Ps = [puppet(Node) || _ <- lists:seq(1, Size)],
            Ms = [monitor(process, P) || P <- Ps],
            [tell(P, exit, [normal]) || P <- Ps],
            [case demonitor(M, [info]) of
                 true -> receive {'DOWN', M, _, _, _} -> exit(down_came) after 0 -> ok end;
                 false -> receive {'DOWN', M, _, _, _} -> ok after 0 -> exit(no_down) end
             end || M <- Ms]
        end),
        quiet(Node),
        W = puppet(Node),
        times(Groups, fun() ->
            Qs = [spawn(fun() -> ok end) || _ <- lists:seq(1, Size)],
            Rs = [ask(W, monitor, [Q]) || Q <- Qs],
            [ask(W, demonitor_flush, [R]) || R <- Rs]
        end),
        quiet(Node),
        none = ask(W, down_waiting, [])
    end).

%% By processes of other nodes.
monitored_by() ->
    {monitored_by, Ps} = process_info(self(), monitored_by),
    lists:sort([P || P <- Ps, node(P) =/= node()]).

%% This node lists who monitors it, until they give up, end, or their connection does.
monitors_are_listed(Node) ->
    trial(fun() ->
        register(bertie, self()),
        Watched = fun(Ps) -> eventually(fun() -> monitored_by() =:= lists:sort(Ps) end) end,
        W = puppet(Node),
        R1 = ask(W, monitor, [self()]),
        Watched([W]),
        true = ask(W, demonitor, [R1]),
        Watched([]),
        _ = ask(W, monitor_name, [bertie, node()]),
        Watched([W]),
        tell(W, exit, [frop]),
        Watched([]),
        Ws = [puppet(Node) || _ <- lists:seq(1, 20)],
        [ask(P, monitor, [self()]) || P <- Ws],
        Watched(Ws),
        true = erlang:disconnect_node(Node),
        Watched([]),
        %% What we hold is let go there, too.
        P = puppet(Node),
        M = monitor(process, P),
        {monitors, [{process, P}]} = process_info(self(), monitors),
        demonitor(M),
        {monitors, []} = process_info(self(), monitors),
        [exit(X, kill) || X <- [P | Ws]],
        quiet(Node)
    end).

%% Watchers and watched of both nodes, every way at once.
monitors_mix(Node) ->
    trial(fun() ->
        Ours = [idler() || _ <- lists:seq(1, 4)],
        Theirs = [puppet(Node) || _ <- lists:seq(1, 4)],
        Refs = [{W, T, ask(W, monitor, [T])} || W <- Theirs, T <- Ours ++ Theirs, W =/= T],
        Ms = [{T, monitor(process, T)} || T <- Ours ++ Theirs, _ <- [1, 2]],
        {Drop, Keep} = lists:split(length(Refs) div 2, Refs),
        [true = ask(W, demonitor, [R]) || {W, _, R} <- Drop],
        {DropM, KeepM} = lists:split(length(Ms) div 2, Ms),
        [demonitor(M) || {_, M} <- DropM],
        [T ! {exit, flaff} || T <- Ours],
        [flaff = ask(W, next_down, [R]) || {W, T, R} <- Keep, lists:member(T, Ours)],
        [Last | _] = lists:reverse(Theirs),
        tell(Last, exit, [flaff]),
        [expect_down(M, T, flaff) || {T, M} <- KeepM, lists:member(T, [Last | Ours])],
        [flaff = ask(W, next_down, [R]) || {W, T, R} <- Keep, T =:= Last],
        [none = ask(W, down_waiting, []) || W <- Theirs -- [Last]],
        [exit(W, kill) || W <- Theirs],
        [expect_down(M, T, killed) || {T, M} <- KeepM, lists:member(T, Theirs -- [Last])],
        quiet(Node)
    end).

large_reasons(Node, Bytes) ->
    trial(fun() ->
        process_flag(trap_exit, true),
        Large = {big, rand:bytes(Bytes), lists:seq(1, Bytes div 16)},
        P = puppet(Node),
        link(P),
        M = monitor(process, P),
        exit(P, Large),
        expect_down(M, P, Large),
        expect_exit(P, Large),
        W = puppet(Node),
        ok = ask(W, trap_exits, [true]),
        Q = idler(),
        linked = ask(W, link, [Q]),
        Ref = ask(W, monitor, [Q]),
        Q ! {exit, Large},
        Large = ask(W, next_down, [Ref]),
        {Q, Large} = ask(W, next_exit, []),
        tell(W, exit_other, [self(), Large]),
        expect_exit(W, Large),
        receive {W, ok} -> ok end,
        quiet(Node)
    end).

%% The watched one kills its watcher and ends at once.
watcher_is_killed(Node) ->
    trial(fun() ->
        times(50, fun() ->
            W = puppet(Node),
            Q = idler(),
            _ = ask(W, monitor, [Q]),
            M = monitor(process, W),
            spawn(fun() -> exit(W, foo), exit(Q, foo) end),
            expect_down(M, W, foo),
            %% The other way round.
            P = puppet(Node),
            {Watcher, WM} = spawn_monitor(fun() -> monitor(process, P), idle() end),
            tell(P, exit_other, [Watcher, foo]),
            tell(P, exit, [foo]),
            expect_down(WM, Watcher, foo),
            receive {P, ok} -> ok end
        end),
        quiet(Node)
    end).

%% Who was on the node before it was started again is not there.
former_incarnation(Node) ->
    trial(fun() ->
        process_flag(trap_exit, true),
        P = puppet(Node),
        Binary = term_to_binary(P),
        Size = byte_size(Binary) - 4,
        <<Rest:Size/binary, Creation:32>> = Binary,
        Former = binary_to_term(<<Rest/binary, (Creation - 1):32>>),
        link(Former),
        expect_exit(Former, noproc),
        M = monitor(process, Former),
        expect_down(M, Former, noproc),
        exit(Former, kill),
        Former ! {spawn, self()},
        {links, []} = process_info(self(), links),
        ok = ask(P, trap_exits, [false]),
        quiet(Node)
    end).

%% Order.

%% Of messages and an exit signal the process is told in the order they were sent.
signals_in_order(Node, Times) ->
    trial(fun() ->
        times(Times, fun() ->
            P = puppet(Node),
            M = monitor(process, P),
            tell(P, heed_order, []),
            [P ! may_reach || _ <- [1, 2, 3]],
            exit(P, good_order),
            [P ! may_not_reach || _ <- [1, 2, 3]],
            expect_down(M, P, good_order)
        end),
        times(Times, fun() ->
            P = puppet(Node),
            {Q, M} = spawn_monitor(fun heed_order/0),
            tell(P, try_order, [Q]),
            expect_down(M, Q, good_order),
            receive {P, tried} -> ok end
        end),
        quiet(Node)
    end).

heed_order() ->
    receive
        may_not_reach -> exit(bad_order);
        may_reach -> heed_order()
    end.

%% Messages to a pid and to its name share one order, and the end comes last.
named_in_order(Node, Count) ->
    trial(fun() ->
        register(tester, self()),
        P = puppet(Node),
        ok = ask(P, register, [jeeves]),
        M = monitor(process, {jeeves, Node}),
        tell(P, burst, [tester, Count]),
        [receive N -> ok after ?PATIENCE -> exit({missing, N}) end || N <- lists:seq(1, Count)],
        receive Next -> {'DOWN', M, process, {jeeves, Node}, normal} = Next end,
        %% The other way round.
        W = puppet(Node),
        ok = ask(W, register, [jeeves]),
        Q = spawn(fun() ->
            receive go -> ok end,
            [case N rem 2 of 0 -> W ! N; 1 -> {jeeves, Node} ! N end || N <- lists:seq(1, Count)]
        end),
        tell(W, count, [Q, Count]),
        watched(Q, W),
        Q ! go,
        receive {W, normal} -> ok after ?PATIENCE -> exit(missing) end
    end).

%% Small messages among large ones, one sender and one receiver: in order.
beside_large_ones(Echo, Bytes, Count) ->
    trial(fun() ->
        Large = rand:bytes(Bytes),
        Messages = [case N rem 4 of 0 -> {N, Large}; _ -> {N, small} end || N <- lists:seq(1, Count)],
        [Echo ! {self(), M} || M <- Messages],
        [receive {_, Got} -> Got =:= M orelse exit({wrong, element(1, M), element(1, Got)})
         after ?PATIENCE -> exit({missing, element(1, M)})
         end || M <- Messages]
    end).

%% Who ends right after large messages, by itself or killed, is heard to the end.
ends_behind_large(Node, Bytes) ->
    trial(fun() ->
        process_flag(trap_exit, true),
        [begin
             P = puppet(Node),
             M = monitor(process, P),
             tell(P, burst_large, [Bytes, 4]),
             [receive {P, N, B} -> Bytes = byte_size(B) after ?PATIENCE -> exit({missing, N}) end
              || N <- [1, 2, 3, 4]],
             receive Next -> {'DOWN', M, process, P, normal} = Next end,
             %% The other way round.
             W = puppet(Node),
             Large = binary:copy(<<"x">>, Bytes),
             Q = spawn(fun() ->
                 receive go -> ok end,
                 [W ! {self(), N, Large} || N <- [1, 2, 3, 4]],
                 case End of normal -> ok; kill -> exit(self(), kill), idle() end
             end),
             tell(W, count_large, [Q, 4]),
             watched(Q, W),
             Q ! go,
             Reason = case End of normal -> normal; kill -> killed end,
             receive {W, Reason} -> ok after ?PATIENCE -> exit(missing) end
         end || End <- [normal, kill]],
        quiet(Node)
    end).

%% Many die while what they send is still on its way: what comes, comes whole, and in order.
killed_amid_large(Node, Count, Bytes) ->
    trial(fun() ->
        W = puppet(Node),
        Large = binary:copy(<<"x">>, Bytes),
        [begin
             {Q, M} = spawn_monitor(fun() -> [W ! {self(), N, Large} || N <- [1, 2, 3, 4]] end),
             tell(W, count_large, [Q, 4]),
             exit(Q, kill),
             receive {'DOWN', M, process, Q, _} -> ok end,
             receive {W, Heard} when is_atom(Heard) -> ok; {W, Wrong} -> exit(Wrong)
             after ?PATIENCE -> exit(missing)
             end
         end || _ <- lists:seq(1, Count)],
        quiet(Node)
    end).

%% A large message to an alias of ours comes; once the alias is given up, it comes to nothing.
large_to_alias(Node, Bytes) ->
    trial(fun() ->
        Large = rand:bytes(Bytes),
        P = puppet(Node),
        A = ask(P, alias, []),
        A ! {self(), 1, Large},
        one = ask(P, next_large, []),
        true = ask(P, unalias, [A]),
        A ! {self(), 2, Large},
        ok = ask(P, trap_exits, [true]), % behind the message
        none = ask(P, large_waiting, []),
        quiet(Node)
    end).

%% Many send at once to one: each one's messages arrive in its order.
parallel_senders(Node, Senders, Count) ->
    trial(fun() ->
        P = puppet(Node),
        tell(P, count_each, [Senders, Count]),
        Ps = [spawn_link(fun() -> [P ! {N, self()} || N <- lists:seq(1, Count)], idle() end)
              || _ <- lists:seq(1, Senders)],
        receive {P, ok} -> ok; {P, Wrong} -> exit(Wrong)
        after ?PATIENCE -> exit(missing)
        end,
        [begin unlink(X), exit(X, kill) end || X <- Ps]
    end).

%% Senders survive a receiver that closes their connection again and again.
evil_receiver(Node, Senders, Count) ->
    trial(fun() ->
        P = puppet(Node),
        Ps = [spawn_monitor(fun() -> [P ! {N, self()} || N <- lists:seq(1, Count)] end)
              || _ <- lists:seq(1, Senders)],
        Evil = spawn(fun Evil() -> erlang:disconnect_node(Node), erlang:yield(), Evil() end),
        [expect_down(M, X, normal) || {X, M} <- Ps],
        exit(Evil, kill),
        eventually(fun() -> net_adm:ping(Node) =:= pong end),
        quiet(Node)
    end).

%% A link, a monitor, one that will unlink, one that will demonitor, one that will exit/2: Ready (on
%% the node) is told of them, and what they do must arrive although the connection is full then.
ends_arrive(Node, Ready) ->
    trial(fun() ->
        process_flag(trap_exit, true),
        Ps = [Linked, Watched, Unlinker, Demonitorer, Killer] = [puppet(Node) || _ <- lists:seq(1, 5)],
        link(Linked),
        M = monitor(process, Watched),
        linked = ask(Unlinker, link, [self()]),
        R = ask(Demonitorer, monitor, [self()]),
        {Ready, Node} ! {self(), R, Ps},
        expect_exit(Linked, full),
        expect_down(M, Watched, full),
        expect_exit(Killer, full),
        eventually(fun() -> process_info(self(), links) =:= {links, []} end),
        eventually(fun() -> monitored_by() =:= [] end),
        flush_answers(Ps)
    end).

flush_answers(Ps) ->
    receive {P, _} when is_pid(P) -> true = lists:member(P, Ps), flush_answers(Ps)
    after 0 -> ok
    end.

group_leader_is_ignored(Node) ->
    trial(fun() ->
        P = puppet(Node),
        true = group_leader(self(), P),
        ok = ask(P, trap_exits, [false]),
        true = erlang:disconnect_node(Node),
        true = group_leader(self(), P),
        ok = ask(P, trap_exits, [false])
    end).

%% Bulk.

bulk(To, Count, Bytes) ->
    trial(fun() ->
        Binary = binary:copy(<<253>>, Bytes),
        [To ! {term, Binary} || _ <- lists:seq(1, Count)],
        To ! {done, self()},
        receive {Count, Total} when Total =:= Count * Bytes -> ok;
                Other -> exit({got, Other, wanted, {Count, Count * Bytes}})
        after 3 * ?PATIENCE -> exit(missing)
        end
    end).

%% Registers a process that counts {term, Binary} until it is asked.
bulk_sink() ->
    eventually(fun() -> whereis(sink) =:= undefined end),
    register(sink, spawn(fun() -> sink(0, 0) end)),
    ok.

sink(Count, Bytes) ->
    receive
        {term, Binary} -> sink(Count + 1, Bytes + byte_size(Binary));
        {counted, From} -> From ! {counted, Count, Bytes}, sink(Count, Bytes);
        stop -> ok
    end.

%% The size of so many, once they have come; then it ends.
counted(Count) ->
    eventually(fun() ->
        sink ! {counted, self()},
        receive {counted, N, Bytes} -> put(counted, Bytes), N >= Count orelse N
        after ?PATIENCE -> exit(no_sink)
        end
    end),
    sink ! stop,
    erase(counted).

%% The node sees that node, as a hidden one, and it alone.
connected_as_hidden(Node) ->
    {[], [Node]} = {nodes(), nodes(hidden)},
    ok.

%% Everything a node of ours says lies between the news that it is up and that it is down. Ready is
%% told when that can begin.
between_up_and_down(Node, Senders, Ready) ->
    trial(fun() ->
        register(listener, self()),
        ok = net_kernel:monitor_nodes(true, [{node_type, all}]),
        Ready ! listening,
        receive First -> {nodeup, Node, _} = First after ?PATIENCE -> exit(no_nodeup) end,
        Last = told(Node, #{}),
        Senders = map_size(Last),
        receive After -> exit({after_nodedown, After}) after 100 -> ok end
    end).

told(Node, Last) ->
    receive
        {N, Sender} when is_integer(N) ->
            N = 1 + maps:get(Sender, Last, 0),
            told(Node, Last#{Sender => N});
        {nodedown, Node, _} -> Last
    after ?PATIENCE -> exit(no_nodedown)
    end.

%% Requests to spawn, answered before anything else is heard of the new process.
spawns_are_answered(Node) ->
    trial(fun() ->
        process_flag(trap_exit, true),
        Options = [[], [monitor], [link], [link, monitor], [{reply_tag, other}, monitor],
                   [{priority, high}, {min_heap_size, 500}, {message_queue_data, off_heap}]],
        [begin
             R = spawn_request(Node, spawned, ends, [O], O),
             P = receive {Tag, R, ok, Q} when Tag =:= spawn_reply; Tag =:= other -> Q
                 after ?PATIENCE -> exit({no_reply, O})
                 end,
             Node = node(P),
             lists:member(link, O) andalso expect_exit(P, O),
             lists:member(monitor, O) andalso expect_down(R, P, O)
         end || O <- Options],
        Quiet = spawn_request(Node, spawned, ends, [x], [{reply, error_only}, monitor]),
        receive {'DOWN', Quiet, process, _, x} -> ok after ?PATIENCE -> exit(no_down) end,
        Rs = [{spawn_request(Node, spawned, ends, [N], [link, monitor]), N}
              || N <- lists:seq(1, 200)],
        [receive {spawn_reply, R, ok, P} -> expect_exit(P, N), expect_down(R, P, N)
         after ?PATIENCE -> exit({no_reply, N})
         end || {R, N} <- lists:reverse(Rs)],
        quiet(Node)
    end).

%% What an unknown function, and a fun, end with.
spawns_of_nothing(Node) ->
    trial(fun() ->
        {P, M} = spawn_opt(Node, os, cmd, ["ls"], [monitor]),
        expect_down(M, P, {undef, [{os, cmd, ["ls"], []}]}),
        F = fun() -> ok end,
        {Q, N} = spawn_monitor(Node, F),
        expect_down(N, Q, {{badfun, F}, [{erlang, apply, [F, []], []}]}),
        process_flag(trap_exit, true),
        L = spawn_link(Node, spawned, ends, [why]),
        expect_exit(L, why),
        S = spawn(Node, spawned, waits, []),
        exit(S, kill),
        quiet(Node)
    end).

%% A linked child ends with its parent, whenever that ends.
spawns_end_with_their_parent(Node) ->
    Waits = fun(Name) -> erpc:call(Node, erlang, whereis, [Name]) end,
    Gone = fun Gone(Name, 0) -> exit({still_there, Name});
               Gone(Name, N) ->
                   case Waits(Name) of
                       undefined -> ok;
                       _ -> timer:sleep(10), Gone(Name, N - 1)
                   end
           end,
    [trial(fun() ->
        Me = self(),
        Parent = spawn(fun() ->
            spawn_link(Node, spawned, waits_as, [child, Me]),
            receive stop -> exit(Reason) end
        end),
        Child = receive {spawned, C} -> C after ?PATIENCE -> exit(not_spawned) end,
        W = monitor(process, Child),
        Parent ! stop,
        expect_down(W, Child, Reason),
        Gone(child, 500)
     end) || Reason <- [boom, {compound, [reason, 1.5, <<"x">>]}]],
    %% Gone before the answer can have come.
    trial(fun() ->
        Me = self(),
        [begin
             {_, M} = spawn_monitor(fun() ->
                 spawn_request(Node, spawned, waits_as, [child, Me], [link]),
                 exit({early, N})
             end),
             receive {'DOWN', M, process, _, {early, N}} -> ok end
         end || N <- lists:seq(1, 20)]
    end).

%% A request that is given up: whether or not it was too late, nothing is left.
spawns_are_abandoned(Node) ->
    trial(fun() ->
        [begin
             R = spawn_request(Node, spawned, waits, [], [link, monitor]),
             case spawn_request_abandon(R) of
                 true -> ok;
                 false ->
                     receive {spawn_reply, R, ok, P} ->
                         unlink(P), demonitor(R, [flush]), exit(P, kill)
                     end
             end
         end || _ <- lists:seq(1, 50)],
        {P1, M1} = spawn_opt(Node, spawned, waits, [], [monitor]),
        demonitor(M1, [flush]),
        exit(P1, kill),
        quiet(Node)
    end).

%% A process on a node whose name is none cannot be reached, and that is all.
illegal_node(Node) ->
    trial(fun() ->
        Nowhere = pid("a@b@c", 1, 0, 1),
        P = puppet(Node),
        ok = ask(P, trap_exits, [true]),
        R = ask(P, monitor, [Nowhere]),
        noconnection = ask(P, next_down, [R]),
        linked = ask(P, link, [Nowhere]),
        {Nowhere, noconnection} = ask(P, next_exit, []),
        ok = ask(P, exit_other, [Nowhere, x]),
        tell(P, try_order, [Nowhere]),
        receive {P, tried} -> ok after ?PATIENCE -> exit(missing) end
    end).

%% A pid from before the node was started again.
from_before(P) ->
    trial(fun() ->
        process_flag(trap_exit, true),
        link(P),
        expect_exit(P, noproc),
        expect_down(monitor(process, P), P, noproc),
        {links, []} = process_info(self(), links),
        quiet(node(P))
    end).

%% The next so many messages of this process.
collect(Count) ->
    [receive M -> M after ?PATIENCE -> exit(missing) end || _ <- lists:seq(1, Count)].
