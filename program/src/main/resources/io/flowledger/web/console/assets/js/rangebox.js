// The time range: followed by the clock, or fixed.
import { html, put } from './html.js';
import { range, set, asOf, stepFor } from './state.js';
import { clock, day, duration, stamp } from './format.js';
import { toast } from './ui.js';

const $ = id => document.getElementById(id);
const FOLLOWING = [['5m', 'Last 5 min'], ['15m', 'Last 15 min'], ['1h', 'Last hour'], ['6h', 'Last 6 hours'], ['24h', 'Last 24 hours'], ['7d', 'Last 7 days'], ['30d', 'Last 30 days']];

function words(r) {
  const fine = r.to - r.from < 600;
  if (r.to - r.from > 86400) return `${day(r.from).slice(5)} – ${day(r.to).slice(5)}`;
  if (day(r.from) !== day(r.to)) return `${day(r.from).slice(5)} ${clock(r.from, false)} – ${day(r.to).slice(5)} ${clock(r.to, false)}`;
  return `${clock(r.from, fine)} – ${clock(r.to, fine)}`;
}

export function show(r) {
  put($('range'), html`<b>${r.label || duration(r.to - r.from)}</b><span class="num dim">${words(r)} UTC</span>`);
}

export function open(opened) {
  const box = $('rangepop');
  box.hidden = !opened;
  $('range').setAttribute('aria-expanded', String(opened));
  if (!opened) return;
  const r = range();
  put(
    box,
    html`<div class="cols"><ul>${FOLLOWING.map(([key, text]) => html`<li><button type="button" data-range="${key}" class="${r.key === key ? 'on' : ''}">${text}</button></li>`)}</ul>
      <form id="absolute"><label>From <input name="from" class="num" value="${stamp(r.from)}" placeholder="2026-03-18 14:00" inputmode="numeric"></label>
      <label>To <input name="to" class="num" value="${stamp(r.to)}" placeholder="2026-03-18 15:00" inputmode="numeric"></label>
      <p class="dim">Times are UTC. Drag on any chart to zoom; <kbd>z</kbd> zooms out.</p><button class="btn primary">Apply</button></form></div>`,
  );
  $('absolute').addEventListener('submit', e => {
    e.preventDefault();
    const at = text => Date.parse(text.trim().replace(' ', 'T') + 'Z') / 1000;
    const from = at(e.target.from.value);
    const to = at(e.target.to.value);
    if (isNaN(from) || isNaN(to)) return toast('Write times as 2026-03-18 14:00');
    if (to <= from) return toast('“From” must be before “To”');
    set({ range: `${Math.round(from)}-${Math.round(to)}` }, true);
    open(false);
  });
  (box.querySelector('button.on') || box.querySelector('button')).focus();
}

export function shift(direction) {
  const r = range();
  const length = r.to - r.from;
  let to = Math.round(r.to + (direction * length) / 2);
  to = Math.min(to, Math.floor(asOf() / r.step) * r.step);
  set({ range: `${to - length}-${to}` }, true);
}

export function zoomOut() {
  const r = range();
  const length = r.to - r.from;
  const step = stepFor(length * 2);
  const to = Math.min(Math.floor(asOf() / step) * step, Math.round(r.to + length / 2));
  set({ range: `${to - 2 * length}-${to}` }, true);
}

export function init() {
  $('range').addEventListener('click', () => open($('rangepop').hidden));
  $('rangepop').addEventListener('click', e => {
    const chosen = e.target.closest('[data-range]');
    if (!chosen) return;
    set({ range: chosen.dataset.range }, true);
    open(false);
    $('range').focus();
  });
  $('back').addEventListener('click', () => shift(-1));
  $('fwd').addEventListener('click', () => shift(1));
}
