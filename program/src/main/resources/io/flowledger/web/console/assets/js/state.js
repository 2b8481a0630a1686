// All view state lives in the URL: #/page/sub?range=15m&f=…&by=service
const listeners = new Set();
const TRAVELLING = ['range', 'f', 'theme'];
const STEPS = [[180, 1], [600, 5], [1800, 10], [5400, 30], [10800, 60], [21600, 120], [43200, 300], [90000, 600], [3 * 86400, 1800], [8 * 86400, 3600], [32 * 86400, 14400]];
const SETTLE = 2; // what came in the last seconds may not be landed yet
let now = Math.floor(Date.now() / 1000);

export const onChange = listener => listeners.add(listener);
export const asOf = () => now;
export const setAsOf = t => (now = Math.floor(t));
export const stepFor = length => (STEPS.find(([most]) => length <= most) || [0, 86400])[1];

export function read() {
  const [path, query] = (location.hash.slice(1) || '/now').split('?');
  const [, page, ...rest] = path.split('/');
  return { page: page || 'now', sub: rest.map(decodeURIComponent).join('/'), q: new URLSearchParams(query || '') };
}

const encode = q => q.toString().replace(/%2C/g, ',').replace(/%2F/g, '/').replace(/%3A/g, ':');

function fragment(page, sub, q) {
  const text = encode(q);
  return '#/' + page + (sub ? '/' + encodeURIComponent(sub) : '') + (text ? '?' + text : '');
}

function change(q, changes) {
  for (const [key, value] of Object.entries(changes)) value == null || value === '' ? q.delete(key) : q.set(key, value);
  return q;
}

// A link to a page; range, filter and theme travel along.
export function href(page, changes = {}, sub = '') {
  const from = read().q;
  const q = new URLSearchParams();
  for (const key of TRAVELLING) if (from.get(key)) q.set(key, from.get(key));
  return fragment(page, sub, change(q, changes));
}

// Changes the view. Filter and range push history; view choices replace it.
export function set(changes, push = false) {
  const s = read();
  const to = fragment(s.page, s.sub, change(s.q, changes));
  if (to === location.hash) return;
  history[push ? 'pushState' : 'replaceState'](null, '', to);
  listeners.forEach(listener => listener());
}

addEventListener('popstate', () => listeners.forEach(listener => listener()));

const UNIT = { s: 1, m: 60, h: 3600, d: 86400 };
const NAME = { s: 's', m: 'min', h: 'h', d: 'd' };

// The selected time: whole steps, the last of which is over. {from, to, step, label, live, key}
export function range(q = read().q) {
  const key = q.get('range') || '15m';
  const fixed = /^(\d+)-(\d+)$/.exec(key);
  if (fixed && +fixed[2] > +fixed[1]) {
    const step = stepFor(fixed[2] - fixed[1]);
    return { from: Math.floor(fixed[1] / step) * step, to: Math.ceil(fixed[2] / step) * step, step, label: '', live: false, key };
  }
  const last = /^(\d+)([smhd])$/.exec(key) || [0, 15, 'm'];
  const length = Math.min(400 * 86400, Math.max(5, last[1] * UNIT[last[2]]));
  const step = stepFor(length);
  const to = Math.floor((now - SETTLE) / step) * step;
  return { from: to - Math.ceil(length / step) * step, to, step, label: `Last ${last[1]} ${NAME[last[2]]}`, live: true, key };
}

// Adds a condition to the filter, or its negation. One that is there already is not added twice.
export function addTerm(term, not = false) {
  const filter = read().q.get('f') || '';
  const added = not ? `not (${term})` : term;
  if (` ${filter} `.includes(` ${added} `)) return;
  const before = /\bor\b|\|\|/i.test(filter) ? `(${filter})` : filter;
  set({ f: before ? `${before} and ${added}` : added }, true);
}
