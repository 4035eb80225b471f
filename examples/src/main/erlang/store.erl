%% A gen_server that keeps values by key, for ErlangClient:
%%   erlc store.erl; erl -noshell -name erl@127.0.0.1 -setcookie COOKIE -s store
-module(store).
-behaviour(gen_server).
-export([start/0, init/1, handle_call/3, handle_cast/2]).

start() ->
    {ok, _} = gen_server:start({local, store}, ?MODULE, #{}, []),
    io:format("the store is open~n").

init(Values) -> {ok, Values}.

handle_call({put, Key, Value}, _From, Values) ->
    {reply, maps:get(Key, Values, undefined), Values#{Key => Value}};
handle_call({get, Key}, _From, Values) ->
    {reply, maps:get(Key, Values, undefined), Values};
handle_call(crash, _From, Values) ->
    {stop, fell_over, Values}.

handle_cast(_, Values) -> {noreply, Values}.
