// Server-sent events (WHATWG HTML, 9.2), read from chunks of text.

/** Feeds on text as it comes; hands out `{id, event, data}` for every whole event. */
export class EventReader {
  #rest = '';
  #fields = { data: [] };
  #take;

  constructor(take) {
    this.#take = take;
  }

  read(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r/);
    this.#rest = lines.pop();
    lines.forEach((line) => this.#line(line));
  }

  #line(line) {
    if (line === '') {
      this.#end();
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') {
      this.#fields.data.push(value);
    } else if (name === 'event' || name === 'id') {
      this.#fields[name] = value;
    }
  }

  #end() {
    const { id = null, event = 'message', data } = this.#fields;
    this.#fields = { data: [] };
    if (data.length > 0) {
      this.#take({ id, event, data: data.join('\n') });
    }
  }
}
