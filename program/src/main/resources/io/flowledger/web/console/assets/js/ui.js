// Small pieces that several pages are made of.
import { html, raw } from './html.js';
import { int, stamp } from './format.js';

// A value that can become a condition of the filter: click adds it, Alt-click excludes it.
export const term = (label, condition, cls = '') =>
  condition
    ? html`<button type="button" class="term ${cls}" data-term="${condition}" title="Add to filter: ${condition}   (Alt-click: exclude)">${label}</button>`
    : html`<span class="${cls}">${label}</span>`;

const GLYPHS = {
  ok: '<path d="M4 10.5l4 4 8-9"/>',
  warn: '<path d="M10 3l7.5 13.5h-15zM10 8v4M10 14.2v.3"/>',
  bad: '<path d="M5 5l10 10M15 5L5 15"/>',
  off: '<circle cx="10" cy="10" r="5.5"/>',
  ne: '<path d="M4 7.5h12M4 12.5h12M13 3.5l-6 13"/>',
};
export const glyph = kind => raw(`<svg class="g g-${kind}" viewBox="0 0 20 20" aria-hidden="true">${GLYPHS[kind]}</svg>`);

// Status is always glyph, word and colour.
export const status = (kind, text) => html`<span class="st st-${kind}">${glyph(kind)}<span>${text}</span></span>`;

export const segments = (name, options, current, label) => html`<div class="seg" role="radiogroup" aria-label="${label}">${options.map(
  ([value, text]) => html`<button type="button" role="radio" data-seg="${name}" data-v="${value}" aria-checked="${String(value === current)}" tabindex="${value === current ? 0 : -1}">${text}</button>`,
)}</div>`;

// The equation of the books. Under a total that was checked and balances stands the double rule.
export function equation(t) {
  const balanced = t.offBy === 0;
  const item = (key, word) => html`<span class="eqv"><b data-eq="${key}">${int(t[key])}</b> ${word}</span>`;
  return html`<span class="eq ${balanced ? 'bal' : 'off'}">${item('received', 'datagrams received')}<span class="op">${balanced ? '=' : '≠'}</span>${item('stored', 'stored')}${
    t.waiting ? html`<span class="op">+</span>${item('waiting', 'in journal')}` : ''
  }<span class="op">+</span>${item('parked', 'parked')}<span class="op">+</span>${item('refused', 'refused')}</span>`;
}

export const verdict = t =>
  t.offBy !== 0 ? status('ne', `Off by ${int(t.offBy)}`) : t.received === 0 ? status('off', 'No entries') : status('ok', 'Balanced');

// What was lost on the way, in the units in which exporters count: NetFlow v5 and IPFIX records, others datagrams.
export function lost(t) {
  const parts = [];
  if (t.lostDatagrams) parts.push(`${int(t.lostDatagrams)} ${t.lostDatagrams === 1 ? 'datagram' : 'datagrams'}`);
  if (t.lostRecords) parts.push(`${int(t.lostRecords)} ${t.lostRecords === 1 ? 'record' : 'records'}`);
  return parts.join(' and ') || '0';
}

// A sum that stands under its parts: double rule when it was checked and is right, single rule and the difference when not.
export const checked = (text, difference) =>
  difference === 0 ? html`<span class="dbl">${text}</span>` : html`<span class="sgl badv" title="off by ${int(difference)}">${text} ≠</span>`;

// What answers that are not exact, or lack a part of their time, say of themselves, quietly below them; nothing when all is exact.
export function remark(...answers) {
  const rough = answers.find(a => a && a.exact === false);
  const gone = answers.find(a => a?.missing?.length)?.missing || [];
  const parts = [];
  if (rough) parts.push(html`Of the largest keys of each ${rough.source}: a group may have <b>more than it says</b>, all others less.`);
  if (gone.length) {
    const more = gone.length > 1 ? `, and ${int(gone.length - 1)} more times` : '';
    parts.push(html`Of <b class="num">${stamp(gone[0].from)} to ${stamp(gone[0].to)}</b>${more} nothing is kept any more.`);
  }
  return parts.length ? html`<p class="foot" role="note" data-remark>${parts.map((part, i) => html`${i ? ' ' : ''}${part}`)}</p>` : '';
}

export const nothing = text => html`<p class="none">${text}</p>`;
export const noFlows = c => nothing(c.f ? 'Nothing matches the filter in this time range.' : 'No flows in this time range.');

export function toast(message) {
  const t = document.getElementById('toast');
  t.textContent = message;
  t.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (t.hidden = true), 2600);
}

export function download(name, type, text) {
  const a = document.createElement('a');
  a.href = URL.createObjectURL(new Blob([text], { type }));
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 1000);
  toast('Saved ' + name);
}

export async function copy(text, done = 'Copied') {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    toast('Copy is not permitted here; select the text instead');
  }
}

export const csv = rows => rows.map(row => row.map(cell => (/[",\n]/.test(String(cell ?? '')) ? `"${String(cell).replace(/"/g, '""')}"` : cell ?? '')).join(',')).join('\n') + '\n';
