// Sources by destinations in numbers; the last row and column hold everything else.
import { html, put } from '../html.js';
import { si } from '../format.js';
import { term } from '../ui.js';

const MOST = 12;

function largest(list, i) {
  const sums = new Map();
  for (const t of list) {
    if (!t.ends[i]) continue;
    const entry = sums.get(t.ends[i].text) || { ...t.ends[i], bits: 0 };
    entry.bits += t.bits;
    sums.set(t.ends[i].text, entry);
  }
  return [...sums.values()].sort((a, b) => b.bits - a.bits).slice(0, MOST);
}

export function matrix(place, list) {
  const from = largest(list, 0);
  const to = largest(list, 2);
  const row = new Map(from.map((f, i) => [f.text, i]));
  const column = new Map(to.map((t, i) => [t.text, i]));
  const cells = Array.from({ length: from.length + 1 }, () => new Float64Array(to.length + 1));
  for (const t of list) cells[row.get(t.ends[0]?.text) ?? from.length][column.get(t.ends[2]?.text) ?? to.length] += t.bits;
  const sum = values => values.reduce((a, b) => a + b, 0);
  const down = j => sum(cells.map(r => r[j]));
  let most = 0;
  for (const r of cells.slice(0, -1)) most = Math.max(most, ...r.slice(0, -1));
  const cell = (bits, f, t) =>
    html`<td ${bits ? html`data-w="${Math.sqrt(bits / most).toFixed(2)}"` : ''}>${bits ? html`<button class="num" data-term="${[f.term, t.term].filter(Boolean).join(' and ')}" aria-label="${f.text} to ${t.text}, ${si(bits, 'b/s', 2)}">${si(bits, '', 2)}</button>` : ''}</td>`;
  put(
    place,
    html`<div class="scroll"><table class="matrix"><thead><tr><td><span class="dim">from ↓  to →</span></td>${to.map(t => html`<th scope="col"><span class="v">${t.text}</span></th>`)}<th class="r rest" scope="col">Rest</th><th class="r" scope="col">All</th></tr></thead>
    <tbody>${from.map((f, i) => html`<tr><th scope="row" class="mono">${term(f.text, f.term, 'mono')}</th>${to.map((t, j) => cell(cells[i][j], f, t))}<td class="num rest">${si(cells[i][to.length], '', 2)}</td><td class="r num tot">${si(sum(cells[i]), '', 3)}</td></tr>`)}
    <tr><th scope="row" class="dim">Rest</th>${to.map((t, j) => html`<td class="num rest">${si(cells[from.length][j], '', 2)}</td>`)}<td class="num rest">${si(cells[from.length][to.length], '', 2)}</td><td class="r num tot">${si(sum(cells[from.length]), '', 3)}</td></tr></tbody>
    <tfoot><tr><th scope="row">All</th>${to.map((t, j) => html`<td class="num">${si(down(j), '', 2)}</td>`)}<td class="num">${si(down(to.length), '', 2)}</td><td class="r num">${si(sum(cells.map(sum)), '')}</td></tr></tfoot></table></div>`,
  );
}
