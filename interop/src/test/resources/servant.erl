%% A gen_server for nodes of ours to ask.
-module(servant).
-behaviour(gen_server).
-export([start/1, init/1, handle_call/3, handle_cast/2]).

start(Name) -> gen_server:start({local, Name}, ?MODULE, [], []).

init([]) -> {ok, {none, []}}.

handle_call(wait, From, {Last, Waiting}) -> {noreply, {Last, [From | Waiting]}};
handle_call(last_cast, _, {Last, _} = State) -> {reply, Last, State};
handle_call(Request, _, State) -> {reply, Request, State}.

handle_cast(answer, {Last, Waiting}) ->
    [gen_server:reply(From, later) || From <- Waiting],
    {noreply, {Last, []}};
handle_cast(Cast, {_, Waiting}) -> {noreply, {Cast, Waiting}}.
