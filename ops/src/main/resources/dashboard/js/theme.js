// Light or dark: as the system says, until somebody says otherwise; and the colours a canvas
// needs, read from the styles.

const KEY = 'tempelhof.theme';
const CHOICES = ['auto', 'light', 'dark'];
const system = matchMedia('(prefers-color-scheme: dark)');

/** Fires `change` whenever colours have changed. */
export class Theme extends EventTarget {
  #button;

  constructor(button) {
    super();
    this.#button = button;
    button.addEventListener('click', () => this.#next());
    system.addEventListener('change', () => this.#apply(this.#choice()));
    this.#apply(this.#choice());
  }

  #choice() {
    const wanted = new URLSearchParams(location.search).get('theme') ?? localStorage.getItem(KEY);
    return CHOICES.includes(wanted) ? wanted : 'auto';
  }

  #next() {
    const now = document.documentElement.dataset.choice;
    const next = CHOICES[(CHOICES.indexOf(now) + 1) % CHOICES.length];
    localStorage.setItem(KEY, next);
    this.#apply(next);
  }

  #apply(choice) {
    const dark = choice === 'dark' || (choice === 'auto' && system.matches);
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    document.documentElement.dataset.choice = choice;
    this.#button.textContent = { auto: '◐', light: '☀', dark: '☾' }[choice];
    this.#button.setAttribute('aria-label', `Colours: ${choice}. Change`);
    this.#button.title = `Colours: ${choice}`;
    this.dispatchEvent(new Event('change'));
  }
}

/** The colours of the present theme. */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  const names = [
    'text',
    'quiet',
    'line',
    'plate',
    'accent',
    'alive',
    'suspected',
    'dead',
    'leaving',
    'silent',
    'peer',
    'watch',
    'direct',
    'client',
    'erlang',
    'font',
    'mono',
  ];
  return {
    ...Object.fromEntries(names.map((name) => [name, read(name)])),
    onAccent: read('on-accent'),
    tree: Array.from({ length: 6 }, (_, i) => read(`tree-${i + 1}`)),
  };
}
