// The shell: navigation, top bar, the seal; asks for a page's data, shows it, and keeps it up to date.
import { html, put } from './html.js';
import { read, set, href, range, onChange, addTerm, setAsOf, asOf } from './state.js';
import * as api from './api.js';
import { live } from './live.js';
import { glyph, toast } from './ui.js';
import { clock, int } from './format.js';
import * as filterbox from './filterbox.js';
import * as rangebox from './rangebox.js';
import * as keyboard from './keyboard.js';
import * as now from './pages/now.js';
import * as explore from './pages/explore.js';
import * as conversations from './pages/conversations.js';
import * as flows from './pages/flows.js';
import * as exporters from './pages/exporters.js';
import * as ledger from './pages/ledger.js';
import * as states from './pages/states.js';

// A page: load(c, options) gives its data, mount(element, c, data) shows it and gives {update?(c, data), destroy?()}.
// A page without update holds still until it is asked: somebody reads it.
const PAGES = [
  { name: 'now', title: 'Now', key: 'n', icon: 'M2 11h3.5l2-6 4 11 2.5-7 1.2 2H18', module: now },
  { name: 'explore', title: 'Explore', key: 'e', icon: 'M2.5 17V3M2.5 17h15M5 14l4-5 3 2.5L17 5', module: explore },
  { name: 'conversations', title: 'Conversations', short: 'Talks', key: 'c', icon: 'M2 5h4c5 0 3 10 8 10h4M2 15h4c5 0 3-10 8-10h4', module: conversations },
  { name: 'flows', title: 'Flows', key: 'f', icon: 'M2.5 5h15M2.5 10h15M2.5 15h9', module: flows },
  { name: 'exporters', title: 'Exporters', key: 'x', icon: 'M2.5 11h15v5h-15zM5.5 13.5h.2M8.5 13.5h.2M10 11V7M6.5 6.5a5 5 0 0 1 7 0M4.5 4a8 8 0 0 1 11 0', module: exporters },
  { name: 'ledger', title: 'Ledger', key: 'l', icon: 'M3 5h14M3 8h9M3 13h14M3 16h14', module: ledger },
];
const $ = id => document.getElementById(id);
let state = null; // what GET /status said last
let books = null; // the ledger of the selected time
let shown = null; // {page, key, control}
let paused = false;
let connected = true;
let controller = new AbortController();
let busy = 0; // pages being asked for

function context() {
  const s = read();
  return { ...s, page: s.page, r: range(s.q), f: s.q.get('f') || '', status: state, set, href };
}

function theme(c) {
  let saved = null;
  try {
    saved = localStorage.getItem('theme');
  } catch {
    // Storage may be off.
  }
  document.documentElement.dataset.theme = c.q.get('theme') || saved || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
}

function chrome(c) {
  theme(c);
  put(
    $('nav'),
    PAGES.map(
      p => html`<a href="${href(p.name)}" aria-label="${p.title}" title="${p.title}  (g ${p.key})" class="${p.name === c.page ? 'on' : ''}"${p.name === c.page ? html` aria-current="page"` : ''}><svg class="i" viewBox="0 0 20 20" aria-hidden="true"><path d="${p.icon}"/></svg><span data-short="${p.short || p.title}">${p.title}</span></a>`,
    ),
  );
  const title = PAGES.find(p => p.name === c.page)?.title || '';
  $('title').textContent = title;
  document.title = title + (c.sub ? ' · ' + c.sub : '') + ' – Flowledger';
  rangebox.show(c.r);
  filterbox.show();
  liveButton(c);
  seal();
}

function liveButton(c) {
  const still = shown && shown.page === c.page && !shown.control.update;
  const text = !c.r.live ? 'Fixed' : !connected ? 'Reconnecting' : still ? clock(asOf()) : paused ? 'Paused' : 'Live';
  const button = $('live');
  button.disabled = !c.r.live;
  button.setAttribute('aria-pressed', String(c.r.live && connected && !paused && !still));
  button.title = still ? 'As of this time; ask again  (p)' : (paused ? 'Resume' : 'Pause') + ' live update  (p)';
  button.setAttribute('aria-label', still ? `As of ${text}, ask again` : text);
  put(button, html`<i class="dot"></i><span>${text}</span>`);
}

function seal() {
  const s = $('seal');
  s.href = href('ledger');
  const none = !books || (books.total.received === 0 && books.total.offBy === 0);
  const off = !none && books.total.offBy !== 0;
  s.className = 'seal ' + (none ? 'none' : off ? 'off' : 'bal');
  put(s, none ? html`<span>No entries</span>` : html`${glyph(off ? 'ne' : 'ok')}<span>${off ? 'Off by ' + int(books.total.offBy) : 'Balanced'}</span>`);
}

function alertBar(c) {
  put($('alert'), state?.databaseAway || state?.storingStopped ? states.alertBar(c) : '');
}

// Finds again, in what is shown anew, the control that has the focus.
const MARKS = ['data-seg', 'data-v', 'data-sort', 'data-tog', 'data-copy', 'data-cell'];
function focusMark(m) {
  const x = document.activeElement;
  if (!m.contains(x) || x === m) return null;
  if (x.id) return '#' + CSS.escape(x.id);
  const marks = MARKS.filter(name => x.hasAttribute(name)).map(name => `[${name}="${CSS.escape(x.getAttribute(name))}"]`);
  return marks.join('') || null;
}

// Asks for what the page needs and shows it. The old content stays until the new one is there.
async function render({ quiet = false } = {}) {
  const c = context();
  const page = PAGES.find(p => p.name === c.page);
  if (!page) return location.replace('#/now');
  controller.abort();
  controller = new AbortController();
  const { signal } = controller;
  const m = $('content');
  document.body.dataset.page = m.dataset.page = c.page;
  chrome(c);
  const here = c.page + '/' + c.sub;
  const another = shown?.key !== here;
  if (another) {
    shown?.control.destroy?.();
    shown = null;
    m.onclick = null;
    put(m, states.loading(c, page));
    scrollTo(0, 0);
  }
  if (!quiet) m.setAttribute('aria-busy', 'true');
  const started = performance.now();
  busy++;
  const waiting = setInterval(() => states.waited(m, (performance.now() - started) / 1000, () => controller.abort('cancelled')), 500);
  try {
    const wanted = api.ledger(c, {}, { signal }).catch(() => null);
    const data = state && !state.hasData && c.page !== 'ledger' ? null : await page.module.load(c, { signal });
    books = (await wanted) || books;
    if (signal.aborted) return;
    if (quiet && shown?.control.update) shown.control.update(c, data);
    else {
      const y = scrollY;
      const focused = focusMark(m);
      shown?.control.destroy?.();
      m.onclick = null;
      shown = { page: c.page, key: here, control: (data ? page.module.mount(m, c, data) : states.empty(m, c)) || {} };
      if (focused) m.querySelector(focused)?.focus({ preventScroll: true });
      if (!another) scrollTo(0, y);
    }
  } catch (e) {
    if (e.name === 'AbortError' || signal.aborted) {
      if (signal.reason === 'cancelled') toast('Cancelled');
      return;
    }
    if (e.position != null) filterbox.refused(e);
    if (!quiet || !shown) {
      shown?.control.destroy?.();
      put(m, states.failed(c, e));
      shown = { page: c.page, key: here, control: { update: () => render() } };
    }
  } finally {
    busy--;
    clearInterval(waiting);
    if (!signal.aborted) m.removeAttribute('aria-busy');
  }
  m.dataset.shown = location.hash; // what is to be seen, for who drives the page
  chrome(c);
  alertBar(c);
}

function tick(event) {
  const was = state;
  state = event.status ? api.statusShape({ ...state, ...event.status, now: event.at }, null) : state;
  if (paused || busy || document.hidden || !context().r.live) return alertBar(context());
  alertBar(context());
  const firstData = was && !was.hasData && state.hasData;
  if (shown && !shown.control.update && !firstData) return;
  setAsOf(state.now);
  api.forget();
  render({ quiet: !firstData });
}

async function again() {
  state = await api.status().catch(() => state);
  if (state) setAsOf(state.now);
  api.forget();
  render();
}

function pause() {
  if (shown && !shown.control.update) return again();
  paused = !paused;
  liveButton(context());
}

document.addEventListener('click', e => {
  const value = e.target.closest('[data-term]');
  if (value) {
    e.preventDefault();
    return addTerm(value.dataset.term, e.altKey);
  }
  const choice = e.target.closest('[data-seg]');
  if (choice) {
    choice.focus();
    set({ [choice.dataset.seg]: choice.dataset.v });
  }
});
document.addEventListener('pointerdown', e => {
  if (!e.target.closest('.when')) rangebox.open(false);
});
document.addEventListener('again', again);
document.addEventListener('zoomout', rangebox.zoomOut);
$('live').addEventListener('click', pause);
$('theme').addEventListener('click', () => {
  const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem('theme', next);
  } catch {
    // Storage may be off: the choice holds for this page.
  }
  document.documentElement.dataset.theme = next;
  if (read().q.get('theme')) set({ theme: next });
  else render();
});

filterbox.init();
rangebox.init();
keyboard.init({ pages: PAGES, go: name => (location.hash = href(name)), pause });
onChange(() => render());
await document.fonts.ready;
try {
  state = await api.status();
  setAsOf(state.now);
} catch {
  // The first page says what is wrong.
}
// Who is not logged in is told no more than the version.
if (state?.access?.login && !state.database) location.replace('login.html' + location.hash);
else {
  render();
  live({
    onTick: tick,
    onState: s => {
      connected = s === 'connected';
      liveButton(context());
    },
  });
}
