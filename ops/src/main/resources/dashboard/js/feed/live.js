// The stream of a running node: kept open, begun again when it breaks, and honest about how it
// stands.

import { EventReader } from '/js/feed/sse.js';

/** The server says something at least every 10 s. */
const SILENCE_MILLIS = 25_000;
const RETRY_MILLIS = [1000, 2000, 4000, 8000];

/** What the node said instead of an answer. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Asks the node; a plain error means that there is no node to ask. */
async function request(path, options = {}) {
  const response = await fetch(path, { cache: 'no-store', ...options });
  if (!response.ok) {
    const said = await response.json().catch(() => ({}));
    throw new Refused(
      response.status,
      said.error ?? `${path}: ${response.status} ${response.statusText}`,
    );
  }
  return response;
}

/** Fires `state` with `{state, text}`: connecting, live, lost, refused or ended. */
export class LiveFeed extends EventTarget {
  recorded = false;
  #cluster;
  #lastId = null;
  #failures = 0;
  #since = null;

  constructor(cluster) {
    super();
    this.#cluster = cluster;
  }

  async ask(path, options) {
    return (await request(path, options)).json();
  }

  /** Runs until the page is left. */
  async run() {
    this.#say('connecting', 'Collecting the cluster: the first round takes about two seconds.');
    for (;;) {
      await this.#once();
      const wait =
        RETRY_MILLIS[Math.min(this.#failures, RETRY_MILLIS.length) - 1] ?? RETRY_MILLIS[0];
      await new Promise((wake) => setTimeout(wake, wait));
    }
  }

  async #once() {
    const stop = new AbortController();
    try {
      this.#cluster.about = await this.ask('/api/about', { signal: stop.signal });
      const headers = {
        Accept: 'text/event-stream',
        ...(this.#lastId && { 'Last-Event-ID': this.#lastId }),
      };
      await this.#read(await request('/api/stream', { headers, signal: stop.signal }), stop);
    } catch (problem) {
      this.#failed(problem);
    } finally {
      stop.abort();
    }
  }

  async #read(response, stop) {
    let ended = null;
    const events = new EventReader((event) => {
      ended = this.#took(event) ?? ended;
    });
    const text = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const alarm = setTimeout(
        () => stop.abort(new Error('it has said nothing for 25 s')),
        SILENCE_MILLIS,
      );
      const { done, value } = await text.read().finally(() => clearTimeout(alarm));
      if (done) {
        break;
      }
      events.read(value);
    }
    throw new Error(ended ?? 'it closed the stream');
  }

  /** Takes an event in; answers why the stream ends, if it says so. */
  #took({ id, event, data }) {
    if (event === 'end') {
      this.#lastId = null;
      return `it is closing: ${JSON.parse(data).why}`;
    }
    if (event !== 'snapshot' && event !== 'difference') {
      return null;
    }
    this.#cluster[event](JSON.parse(data));
    this.#lastId = id;
    this.#failures = 0;
    this.#since = null;
    if (event === 'snapshot') {
      this.#history();
    }
    this.#say('live', `round of ${this.#cluster.about.round_millis / 1000} s`);
    return null;
  }

  #history() {
    this.ask('/api/traffic').then(
      ({ points }) => this.#cluster.history(points),
      () => {}, // the plots begin now; a lost node is told of by the stream
    );
  }

  #failed(problem) {
    this.#failures++;
    if (problem instanceof RangeError) {
      this.#lastId = null;
      return;
    }
    if (problem instanceof Refused) {
      this.#say('refused', problem.message);
      return;
    }
    this.#since ??= new Date();
    const since = this.#since.toLocaleTimeString('en-GB');
    const why = problem instanceof TypeError ? 'it does not answer' : problem.message;
    this.#say('lost', `The node at ${location.host} is lost since ${since}: ${why}. Trying again.`);
  }

  #say(state, text) {
    this.dispatchEvent(new CustomEvent('state', { detail: { state, text } }));
  }
}
