// Talks to the server, and gives its answers one shape. Answers of queries are kept until the clock moves on, so that a change
// of view asks nothing anew.
import { seconds } from './format.js';

const ROOT = 'api/v1/';
const kept = new Map();

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The server answered with status ${status}.`);
    this.status = status;
    this.position = body.position;
    this.length = body.length;
    this.expected = body.expected;
    this.body = body;
  }
}

export const forget = () => kept.clear();

export function url(path, parameters = {}) {
  const q = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) if (value != null && value !== '') q.set(key, value);
  const text = q.toString().replace(/%2C/g, ',').replace(/%3A/g, ':');
  return ROOT + path + (text ? '?' + text : '');
}

async function ask(address, options) {
  const answer = await fetch(address, { headers: { Accept: 'application/json' }, ...options });
  if (answer.status === 401 && !options?.open) location.replace('login.html' + location.hash);
  const type = answer.headers.get('Content-Type') || '';
  const body = /json/.test(type) ? await answer.json() : {};
  if (!answer.ok) throw new Problem(answer.status, body);
  const date = Date.parse(answer.headers.get('Date') || '');
  if (date) Object.defineProperty(body, 'serverTime', { value: date / 1000 });
  return body;
}

export function get(path, parameters, { signal, fresh = false } = {}) {
  const address = url(path, parameters);
  if (fresh) return ask(address, { signal });
  if (!kept.has(address)) {
    const answer = ask(address, { signal });
    // What was given up is asked anew, even when that comes before the failure.
    const drop = () => kept.delete(address);
    signal?.addEventListener('abort', drop);
    kept.set(address, answer);
    answer.then(() => signal?.removeEventListener('abort', drop), drop);
  }
  return kept.get(address);
}

export const signIn = password =>
  ask(ROOT + 'session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ password }), open: true });
export const signOut = () => ask(ROOT + 'session', { method: 'DELETE', open: true });

// ---- queries. c is what the page is about: {r: range, f: filter}
const about = c => ({ from: c.r.from, to: c.r.to, filter: c.f });

export const top = (c, parameters, options) => get('top', { ...about(c), ...parameters, by: parameters.by.join(',') }, options);
export const timeseries = (c, parameters, options) =>
  get('timeseries', { ...about(c), step: c.r.step, ...parameters, by: (parameters.by || []).join(',') }, options);
export const flows = (c, parameters, options) => get('flows', { ...about(c), ...parameters }, options);
// All pages of a list of exporters as one answer.
async function pages(path, parameters, options) {
  const first = await get(path, parameters, options);
  const all = [...first.exporters];
  for (let next = first.next; next; ) {
    const page = await get(path, { ...parameters, after: next }, options);
    all.push(...page.exporters);
    next = page.next;
  }
  return { ...first, exporters: all };
}

const within = c => ({ from: c.r.from, to: c.r.to });
export const ledger = (c, parameters, options) => pages('ledger', { ...within(c), ...parameters }, options).then(ledgerShape);
export const exporters = (c, options) => pages('exporters', within(c), options).then(x => x.exporters.map(exporterShape));
export const exporter = (c, address, options) => get('exporters/' + encodeURIComponent(address), within(c), options).then(exporterShape);
export const status = options => get('status', {}, { fresh: true, ...options }).then(x => statusShape(x, x.serverTime));

// ---- shapes
const COUNTS = ['received', 'stored', 'parked', 'refused', 'waiting', 'lostRecords', 'lostDatagrams', 'kernelDropped', 'journalFullDropped', 'rows'];

function counts(x) {
  const out = {};
  for (const key of COUNTS) out[key] = x[key] ?? 0;
  out.offBy = x.offBy ?? out.received - out.stored - out.parked - out.refused - out.waiting;
  return out;
}

export function ledgerShape(x) {
  return {
    total: { ...counts(x.total), balanced: x.balanced },
    balanced: x.balanced,
    stepSeconds: x.stepSeconds || 60,
    reasons: x.reasons || [],
    exporters: (x.exporters || []).map(e => ({
      ...counts(e),
      exporter: e.exporter,
      minutes: (e.minutes || []).map(m => ({ ...counts(m), at: seconds(m.minute) })),
    })),
  };
}

export function exporterShape(x) {
  return { ...x, firstSeen: seconds(x.firstSeen), lastSeen: seconds(x.lastSeen), lastFaultAt: seconds(x.lastFaultAt) };
}

export function statusShape(x, serverTime) {
  const away = x.database && x.database.state !== 'up' && x.database.state !== 'here';
  return {
    ...x,
    now: seconds(x.now) ?? serverTime ?? Date.now() / 1000,
    startedAt: seconds(x.startedAt),
    databaseAway: !!away,
    awaySince: seconds(x.database?.awaySince ?? x.database?.since),
    addresses: x.addresses || [],
    listen: x.listen || [],
  };
}
