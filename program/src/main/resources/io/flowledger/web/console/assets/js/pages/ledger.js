// Did we keep everything we were given; if not, which exporter, which minute, how many? What was lost upstream stands left of
// "received" and outside the equation: counted, but not ours.
import { html, put, raw } from '../html.js';
import * as api from '../api.js';
import { int, clock, duration } from '../format.js';
import { glyph, lost, checked } from '../ui.js';
import { picture, steps } from './ledgerpicture.js';

const MOST_COLUMNS = 15;
const exporterTerm = f => /^\s*exporter\s+(\S+)\s*$/.exec(f)?.[1];

export function load(c, options) {
  return api.ledger(c, { exporter: exporterTerm(c.f) }, options);
}

const SUMS = ['received', 'stored', 'parked', 'refused', 'waiting', 'lostRecords', 'lostDatagrams', 'offBy'];

// Minutes put together so that at most so many columns stand beside each other.
function grid(books, r) {
  const unit = Math.max(books.stepSeconds, Math.ceil((r.to - r.from) / MOST_COLUMNS / 60) * 60);
  const from = Math.floor(r.from / unit) * unit;
  const columns = [];
  for (let t = from; t < r.to; t += unit) columns.push(t);
  const cellsOf = e => {
    const cells = columns.map(t => ({ t, ...Object.fromEntries(SUMS.map(k => [k, 0])) }));
    for (const minute of e.minutes) {
      const cell = cells[Math.floor((minute.at - from) / unit)];
      if (cell) for (const k of SUMS) cell[k] += minute[k];
    }
    return cells;
  };
  return { unit, columns, rows: books.exporters.map(e => ({ e, cells: cellsOf(e) })) };
}

function cellView(row, cell, j, selected) {
  // Below 0 when late datagrams took the loss of an earlier minute back.
  const gone = cell.lostRecords + cell.lostDatagrams;
  const [kind, text] = cell.offBy ? ['ne', '≠' + int(cell.offBy)] : gone ? ['lost', (gone < 0 ? '+' : '−') + int(Math.abs(gone))] : cell.parked ? ['park', 'P ' + int(cell.parked)] : cell.waiting ? ['wait', 'J'] : cell.received ? ['ok', ''] : ['nil', ''];
  const id = `${row.e.exporter}@${cell.t}`;
  const words = `${row.e.exporter} ${clock(cell.t, false)}: ${cell.offBy ? 'off by ' + cell.offBy : 'balanced'}${gone ? ', lost upstream ' + lost(cell) : ''}${cell.parked ? ', parked ' + cell.parked : ''}`;
  return html`<td class="lc ${kind}${selected === id ? ' sel' : ''}"><button data-cell="${id}" tabindex="-1" aria-label="${words}" class="num">${text}</button></td>`;
}

export function mount(m, c, first) {
  function show(c, books) {
    const t = books.total;
    const { unit, columns, rows } = grid(books, c.r);
    const off = t.offBy !== 0;
    // What waits in the journal was received and belongs to no exporter yet.
    const expected = k => rows.reduce((sum, r) => sum + r.e[k], k === 'received' ? t.waiting : 0);
    const selected = c.q.get('cell') || '';
    const worst = rows.find(r => r.e.offBy);
    const minute = worst?.cells.find(x => x.offBy);
    const number = (n, cls = '') => html`<td class="r num ${n ? cls : 'z'}">${int(n)}</td>`;
    const chosen = rows.flatMap(r => r.cells.map(cell => ({ r, cell }))).find(x => `${x.r.e.exporter}@${x.cell.t}` === selected);
    const focused = document.activeElement?.dataset?.cell;
    const part = (key, word) => html`<div><b class="num" data-big="${key}">${int(t[key])}</b><span class="t">${word}</span></div>`;
    put(
      m,
      html`<section class="panel lhead ${off ? 'off' : 'bal'}"><div class="lv">${
        off
          ? html`${glyph('ne')}<div><b>The books are off by ${int(t.offBy)}</b><p>${worst ? html`${worst.e.exporter}${minute ? ', minute ' + clock(minute.t, false) : ''}. <code>flowledger audit</code> names what is missing; the journal still holds the datagrams, and <code>flowledger redecode</code> stores each at most once.` : ''}</p></div>`
          : html`${glyph(t.received ? 'ok' : 'off')}<div><b>${t.received ? 'The books balance' : 'No entries yet'}</b><p>${!t.received ? 'Every datagram that arrives will be entered here.' : t.lostRecords + t.lostDatagrams ? html`<span class="num">${lost(t)}</span> were lost before they reached us; counted from sequence numbers.` : 'Nothing was lost on the way, either.'}</p></div>`
      }</div>
      <div class="bigeq ${off ? 'off' : ''}">${part('received', 'received')}<i>${off ? '≠' : '='}</i>${part('stored', 'stored')}${t.waiting ? html`<i>+</i>${part('waiting', 'in journal')}` : ''}<i>+</i>${part('parked', 'parked')}<i>+</i>${part('refused', 'refused')}<div class="df"><b class="num">${off ? int(t.offBy) : html`<span class="${t.received ? 'dbl' : ''}">0</span>`}</b><span class="t">difference</span></div></div></section>
      <section class="panel picp"><header class="ph"><h2>Where every datagram went</h2><span class="dim">exits are not to scale; dashed means none</span><span class="sp"></span>${c.f && !exporterTerm(c.f) ? html`<span class="dim">The ledger counts datagrams: only a filter of one exporter applies here.</span>` : ''}</header><div class="picw">${raw(picture(t))}</div>${steps(t)}</section>
      <section class="panel"><header class="ph"><h2>By exporter and ${unit === 60 ? 'minute' : duration(unit)}</h2><span class="lkey"><span><i class="lc ok"></i>balanced</span><span><i class="lc lost">−9</i>lost upstream</span><span><i class="lc park">P 9</i>parked</span><span><i class="lc ne">≠9</i>does not balance</span></span></header>
      <div class="scroll"><table class="tbl lgt"><thead><tr><th class="stick">Exporter</th>${columns.map((at, j) => html`<th class="mt num">${j % (innerWidth < 1300 ? 3 : 1) ? '' : clock(at, false).slice(unit === 60 ? 3 : 0)}</th>`)}<th class="r">Received</th><th class="r">Stored</th>${t.waiting ? html`<th class="r">In journal</th>` : ''}<th class="r">Parked</th><th class="r">Refused</th><th class="r">Lost upstr.</th><th class="r">Difference</th></tr></thead>
      <tbody>${rows.map(r => html`<tr data-row data-exporter="${r.e.exporter}" tabindex="-1"><td class="stick"><a class="mono" href="${c.href('exporters', {}, r.e.exporter)}">${r.e.exporter}</a></td>${r.cells.map((cell, j) => cellView(r, cell, j, selected))}${number(r.e.received)}${number(r.e.stored)}${t.waiting ? number(r.e.waiting) : ''}${number(r.e.parked, 'warnv')}${number(r.e.refused, 'warnv')}${number(r.e.lostRecords + r.e.lostDatagrams, 'warnv')}${number(r.e.offBy, 'badv')}</tr>`)}</tbody>
      <tfoot><tr><td class="stick">All</td>${columns.map((_, j) => (rows.some(r => r.cells[j].offBy) ? html`<td class="lb ne">${glyph('ne')}</td>` : html`<td class="lb ok">${glyph('ok')}</td>`))}${['received', 'stored', ...(t.waiting ? ['waiting'] : []), 'parked', 'refused'].map(k => html`<td class="r num">${checked(int(t[k]), off ? t.offBy : t[k] - (k === 'waiting' ? t[k] : expected(k)))}</td>`)}<td class="r num">${int(t.lostRecords + t.lostDatagrams)}</td><td class="r num">${checked(int(t.offBy), t.offBy)}</td></tr></tfoot></table></div>
      <footer class="pf cellf" aria-live="polite">${
        chosen
          ? html`<b>${chosen.r.e.exporter}, ${clock(chosen.cell.t, false)}</b><span class="num">${int(chosen.cell.received)} received ${chosen.cell.offBy ? '≠' : '='} ${int(chosen.cell.stored)} stored + ${int(chosen.cell.parked)} parked + ${int(chosen.cell.refused)} refused</span>${chosen.cell.lostRecords + chosen.cell.lostDatagrams ? html`<span class="warnv num">${lost(chosen.cell)} lost upstream</span>` : ''}<a href="${c.href('flows', { f: 'exporter ' + chosen.r.e.exporter, range: `${chosen.cell.t}-${chosen.cell.t + unit}` })}">Flows of this ${unit === 60 ? 'minute' : 'time'}</a>`
          : html`<span class="dim">Choose a minute to read its own equation.</span>`
      }</footer></section>
      ${books.reasons.length ? html`<section class="panel"><header class="ph"><h2>Reasons</h2><span class="dim">why something was refused or skipped</span></header><table class="tbl"><thead><tr><th>Counted as</th><th>Reason</th><th class="r">Count</th></tr></thead><tbody>${books.reasons.map(x => html`<tr data-row><td class="dim">${String(x.counter).replace(/_/g, ' ')}</td><td class="mono">${x.reason}</td><td class="r num">${int(x.count)}</td></tr>`)}</tbody></table></section>` : ''}`,
    );
    const cells = [...m.querySelectorAll('[data-cell]')];
    if (cells[0]) cells[0].tabIndex = 0;
    cells.find(x => x.dataset.cell === focused)?.focus();
    m.querySelector('.lgt tbody').onkeydown = e => {
      const at = cells.indexOf(e.target.closest('[data-cell]'));
      const to = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns.length, ArrowUp: -columns.length }[e.key];
      if (at < 0 || !to || !cells[at + to]) return;
      e.preventDefault();
      cells[at].tabIndex = -1;
      cells[at + to].tabIndex = 0;
      cells[at + to].focus();
    };
  }
  show(c, first);
  m.onclick = e => {
    const cell = e.target.closest('[data-cell]');
    if (cell) c.set({ cell: cell.dataset.cell });
  };
  return { update: show };
}
